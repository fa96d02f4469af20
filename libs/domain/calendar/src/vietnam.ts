import type { CalendarRow, DayKind } from './calendar-row';
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
  readonly compensation: readonly (readonly [off: string, for_: string])[];
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

/** The days whose year-by-year choice the law leaves open count from December before, the usual time of the notice. */
function rowsOf({ year, tet, tetIsVerified, hungKings, nextToNationalDay, compensation, swaps = [] }: Year) {
  const labourCode =
    year < 2021
      ? { law: 'Labour Code 2012', holidays: 'art. 115(1)', rest: 'art. 115(3)', validFrom: '2013-05-01' }
      : { law: 'Labour Code 2019', holidays: 'art. 112(1)', rest: 'art. 111(3)', validFrom: '2019-11-20' };
  const { law, validFrom } = labourCode;
  const tetDays = [0, 1, 2, 3, 4].map((day) => addDays(`${year}-${tet}`, day));
  const chosen = [
    ...(tetIsVerified ? [] : tetDays),
    ...(nextToNationalDay ? [`${year}-${nextToNationalDay}`] : []),
  ];
  const row = (
    date: string,
    kind: DayKind,
    source: string,
    from: string,
    isVerified: boolean,
  ): CalendarRow => ({
    date,
    kind,
    source,
    validFrom: from,
    ...(!isVerified && { unverified: true }),
  });
  const byLaw = ['01-01', hungKings, '04-30', '05-01', '09-02'].map((day) =>
    row(`${year}-${day}`, 'HOLIDAY', `${law} ${labourCode.holidays}`, validFrom, true),
  );
  const byDecision = [...new Set([...tetDays, ...chosen])].map((date) =>
    row(date, 'HOLIDAY', `holiday decision ${year}`, `${year - 1}-12-01`, !chosen.includes(date)),
  );
  const made = compensation.map(([off, for_]) =>
    row(
      `${year}-${off}`,
      'COMPENSATION',
      `${law} ${labourCode.rest}`,
      tetDays.includes(`${year}-${for_}`) ? `${year - 1}-12-01` : validFrom,
      !chosen.includes(`${year}-${for_}`),
    ),
  );
  const swapped = swaps.flatMap(({ off, worked, announced, offIsVerified = false }) => [
    row(off, 'SWAP_OFF', `swap of ${off}`, announced, offIsVerified),
    row(worked, 'SWAP_WORK', `swap of ${off}`, announced, false),
  ]);
  return [...byLaw, ...byDecision, ...made, ...swapped];
}

/**
 * Days off and worked Saturdays of state agencies, 2018 to 2027. What the Labour Code fixes is verified; of the yearly
 * decisions only Tết 2026 and the day off of 2 January 2026 are.
 */
export const vietnam: readonly CalendarRow[] = years.flatMap(rowsOf);

/** Announced swaps that do not count until an operator switches them on. */
export const notApplied: readonly string[] = ['swap of 2026-08-31'];
