import type { DayKind } from '@domain/codes';
import type { CalendarRow } from './calendar-row';
import { addDays } from './local-date';

interface Year {
  readonly year: number;
  /** First of the five Tết days, chosen by the Prime Minister (Labour Code art. 112(3)). */
  readonly tet: string;
  /** 10th day of the 3rd lunar month. */
  readonly hungKings: string;
  /** The second National Day, granted from 2021 on and chosen by the Prime Minister. */
  readonly nextToNationalDay?: string;
  readonly tetIsVerified?: true;
  /** Labour Code art. 111(3), written out: the date off and the holiday that fell on a weekly rest day. */
  readonly compensation: readonly (readonly [off: string, holiday: string])[];
  readonly swaps?: readonly Swap[];
}
interface Swap {
  readonly off: string;
  readonly worked: string;
  readonly announced: string;
  readonly offIsVerified?: true;
}

const years: readonly Year[] = [
  {
    year: 2018,
    tet: '02-14',
    hungKings: '04-25',
    compensation: [
      ['02-19', '02-17'],
      ['02-20', '02-18'],
      ['09-03', '09-02'],
    ],
    swaps: [{ off: '2018-12-31', worked: '2019-01-05', announced: '2018-12-01' }],
  },
  {
    year: 2019,
    tet: '02-04',
    hungKings: '04-14',
    compensation: [['04-15', '04-14']],
    swaps: [{ off: '2019-04-29', worked: '2019-05-04', announced: '2018-12-01' }],
  },
  {
    year: 2020,
    tet: '01-23',
    hungKings: '04-02',
    compensation: [
      ['01-28', '01-25'],
      ['01-29', '01-26'],
    ],
  },
  {
    year: 2021,
    tet: '02-10',
    hungKings: '04-21',
    nextToNationalDay: '09-03',
    compensation: [
      ['02-15', '02-13'],
      ['02-16', '02-14'],
      ['05-03', '05-01'],
    ],
  },
  {
    year: 2022,
    tet: '01-31',
    hungKings: '04-10',
    nextToNationalDay: '09-01',
    compensation: [
      ['01-03', '01-01'],
      ['04-11', '04-10'],
      ['05-02', '04-30'],
      ['05-03', '05-01'],
    ],
  },
  {
    year: 2023,
    tet: '01-20',
    hungKings: '04-29',
    nextToNationalDay: '09-01',
    compensation: [
      ['01-02', '01-01'],
      ['01-25', '01-21'],
      ['01-26', '01-22'],
      ['05-02', '04-29'],
      ['05-03', '04-30'],
      ['09-04', '09-02'],
    ],
  },
  {
    year: 2024,
    tet: '02-08',
    hungKings: '04-18',
    nextToNationalDay: '09-03',
    compensation: [
      ['02-13', '02-10'],
      ['02-14', '02-11'],
    ],
    swaps: [{ off: '2024-04-29', worked: '2024-05-04', announced: '2024-04-01' }],
  },
  {
    year: 2025,
    tet: '01-27',
    hungKings: '04-07',
    nextToNationalDay: '09-01',
    compensation: [],
    swaps: [{ off: '2025-05-02', worked: '2025-04-26', announced: '2024-12-01' }],
  },
  {
    year: 2026,
    tet: '02-16',
    tetIsVerified: true,
    hungKings: '04-26',
    nextToNationalDay: '09-01',
    compensation: [['04-27', '04-26']],
    swaps: [
      { off: '2026-01-02', worked: '2026-01-10', announced: '2025-12-01', offIsVerified: true },
      { off: '2026-08-31', worked: '2026-08-22', announced: '2025-12-01' },
    ],
  },
  {
    year: 2027,
    tet: '02-05',
    hungKings: '04-16',
    nextToNationalDay: '09-03',
    compensation: [
      ['02-10', '02-06'],
      ['02-11', '02-07'],
      ['05-03', '05-01'],
    ],
  },
];

type Origin = Pick<CalendarRow, 'source' | 'validFrom'>;

const row = (date: string, kind: DayKind, origin: Origin, isVerified: boolean): CalendarRow => ({
  date,
  kind,
  ...origin,
  ...(!isVerified && { unverified: true }),
});

/** Of the Labour Code of that year: its holidays, and the days that compensate them. */
const lawOf = (year: number): { readonly holidays: Origin; readonly compensation: Origin } =>
  year < 2021
    ? {
        holidays: { source: 'Labour Code 2012 art. 115(1)', validFrom: '2013-05-01' },
        compensation: { source: 'Labour Code 2012 art. 115(3)', validFrom: '2013-05-01' },
      }
    : {
        holidays: { source: 'Labour Code 2019 art. 112(1)', validFrom: '2019-11-20' },
        compensation: { source: 'Labour Code 2019 art. 111(3)', validFrom: '2019-11-20' },
      };

function rowsOf(of: Year): readonly CalendarRow[] {
  const { year, tet, tetIsVerified = false, hungKings, nextToNationalDay, compensation, swaps = [] } = of;
  const law = lawOf(year);
  // The day of the notice is known of no year; it usually comes before December.
  const decision = { source: `holiday decision ${year}`, validFrom: `${year - 1}-12-01` };
  const on = (day: string): string => `${year}-${day}`;
  const tetDays = [0, 1, 2, 3, 4].map((day) => addDays(on(tet), day));
  return [
    ...['01-01', hungKings, '04-30', '05-01', '09-02'].map((day) =>
      row(on(day), 'HOLIDAY', law.holidays, true),
    ),
    ...tetDays.map((date) => row(date, 'HOLIDAY', decision, tetIsVerified)),
    ...(nextToNationalDay === undefined ? [] : [row(on(nextToNationalDay), 'HOLIDAY', decision, false)]),
    // What stands and falls with the decision has its name, so that it is switched off with it.
    ...compensation.map(([off, holiday]) =>
      tetDays.includes(on(holiday))
        ? row(on(off), 'COMPENSATION', decision, tetIsVerified)
        : row(on(off), 'COMPENSATION', law.compensation, true),
    ),
    ...swaps.flatMap(({ off, worked, announced, offIsVerified = false }) => {
      const notice = { source: `swap of ${off}`, validFrom: announced };
      return [row(off, 'SWAP_OFF', notice, offIsVerified), row(worked, 'SWAP_WORK', notice, false)];
    }),
  ];
}

/**
 * Days off and worked Saturdays of state agencies, 2018 to 2027. What the Labour Code fixes is verified; of the yearly
 * decisions only Tết 2026 and the day off of 2 January 2026 are.
 */
export const vietnam: readonly CalendarRow[] = years.flatMap(rowsOf);

/** Announced swaps that do not count until an operator switches them on. */
export const notApplied: readonly string[] = ['swap of 2026-08-31'];
