/** A permit log of the shape of the real one, invented: same columns, same oddities, as many dossiers as asked for. */
export interface SmallLog {
  readonly text: string;
  /** What has to come out of it, counted while it was written. */
  readonly numbers: {
    readonly agencies: number;
    readonly officers: number;
    readonly dossiers: number;
    readonly channels: Readonly<Record<string, number>>;
    readonly handoffs: number;
    readonly activities: number;
    readonly ended: number;
    readonly endedOnTime: number;
  };
}

export const header = [
  'case:channel,case:concept:name,case:deadline,case:department,case:enddate,case:enddate_planned,case:group',
  'case:responsible,case:startdate,concept:instance,concept:name,lifecycle:transition,org:group,org:resource',
  'time:timestamp',
].join(',');

const units = ['Group 1', 'EMPTY', 'Group 15', 'Group 1', 'Group 1', 'EMPTY'] as const;
const channels = [
  ['Internet', 'online'],
  ['Desk', 'counter'],
  ['Post', 'post'],
  ['e-mail', 'email'],
  ['Intern', 'internal'],
] as const;
const minuteMs = 60_000;
const begun = Date.parse('2011-03-26T22:30:00.000Z');

/** As the real log writes instants: local time, six digits, offset. */
export function logInstant(ms: number, offsetHours: 1 | 2 = 1): string {
  const local = new Date(ms + offsetHours * 60 * minuteMs).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 23)}000+0${offsetHours}:00`;
}

/** Ends, as minutes after the first row of six that are ten minutes apart: before all, amidst, after all, never. */
const ends = [-600, 25, 300, undefined] as const;

/** Dossiers of six rows each: five changes are possible, four happen, the file is not in order of time. */
export function smallLog(dossiers: number, prefix = 'case'): SmallLog {
  const rows: string[] = [];
  const counted: Record<string, number> = {};
  let ended = 0;
  let endedOnTime = 0;
  for (let index = 0; index < dossiers; index++) {
    const first = begun + index * 3 * minuteMs;
    const [channel, counts] = channels[index % channels.length] ?? channels[0];
    const end = ends[index % ends.length];
    const due = index % 3 === 0 ? undefined : 30;
    counted[counts] = (counted[counts] ?? 0) + 1;
    if (end !== undefined) ended += 1;
    if (end !== undefined && due !== undefined && end <= due) endedOnTime += 1;
    const at = (minutes: number | undefined) =>
      minutes === undefined ? '' : logInstant(first + minutes * minuteMs, index % 2 === 0 ? 1 : 2);
    const ofCase = units.map((unit, row) =>
      [
        ...[
          channel,
          `${prefix}-${index}`,
          at(due),
          'General',
          at(end),
          '',
          '',
          'Resource01',
          at(index % 7 ? -5 : 5),
        ],
        ...[`task-${index}-${row}`, `"T0${row} Kiểm tra, ""lần ${row}"""`, 'complete', unit],
        ...[`Resource0${row % 2}`, logInstant(first + row * 10 * minuteMs, row % 2 ? 1 : 2)],
      ].join(','),
    );
    rows.push(...(index % 2 ? ofCase.reverse() : ofCase));
  }
  return {
    text: `${[header, ...rows].join('\n')}\n`,
    numbers: {
      agencies: 3,
      officers: 4,
      dossiers,
      channels: counted,
      handoffs: 4 * dossiers,
      activities: units.length * dossiers,
      ended,
      endedOnTime,
    },
  };
}
