import { type LogChannel, toChannel } from './log-channels';
import { agencyOfUnit } from './log-units';

/** One row of the permit log: what one officer of one unit did to one dossier, and what the log says of the dossier. */
export interface LogRow {
  /** Where the row ends in the file; the line with the names of the columns is 1. */
  readonly line: number;
  readonly caseId: string;
  readonly channel: LogChannel;
  /** Instants are ISO 8601 UTC with milliseconds. */
  readonly startedAt: string;
  readonly dueAt?: string;
  readonly endedAt?: string;
  readonly activity: string;
  readonly instance?: string;
  readonly unit: string;
  readonly officer: string;
  readonly at: string;
}

export interface BadRow {
  readonly line: number;
  /** Sentences for whoever mends the file. */
  readonly problems: readonly string[];
}

/** The columns that are read; a log may have more. */
export const columns = [
  'case:concept:name',
  'case:channel',
  'case:startdate',
  'case:deadline',
  'case:enddate',
  'concept:name',
  'concept:instance',
  'org:group',
  'org:resource',
  'time:timestamp',
] as const;

type Column = (typeof columns)[number];
export type Cells = Readonly<Record<Column, string>>;

const nameShape = /^[A-Za-z0-9._-]{1,64}$/;
const instantShape = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Checks every field of a row. `now` is the latest instant a log of the past can hold. */
export function logRow(cells: Cells, line: number, now: string): LogRow | BadRow {
  const problems: string[] = [];
  const checked = (column: Column, isRight: (text: string) => boolean, mustBe: string): string => {
    if (!isRight(cells[column])) problems.push(`${column} ${shown(cells[column])} must be ${mustBe}`);
    return cells[column];
  };
  const instant = (column: Column, latest?: string): string => {
    const at = instantOf(cells[column]);
    if (at === undefined) problems.push(`${column} ${shown(cells[column])} must be ${instantWords}`);
    else if (latest !== undefined && at > latest)
      problems.push(`${column} ${shown(cells[column])} lies in the future`);
    return at ?? '';
  };
  const name = (column: Column) =>
    checked(column, (text) => nameShape.test(text), '1 to 64 of A-Z a-z 0-9 . _ -');
  const text = (column: Column, longest: number) =>
    checked(column, (value) => isText(value, longest), `1 to ${longest} printable characters`);

  const caseId = name('case:concept:name');
  const channel = checked('case:channel', (value) => toChannel(value) !== undefined, channelWords);
  const startedAt = instant('case:startdate', now);
  const dueAt = cells['case:deadline'] === '' ? {} : { dueAt: instant('case:deadline') };
  const endedAt = cells['case:enddate'] === '' ? {} : { endedAt: instant('case:enddate', now) };
  const activity = text('concept:name', 200);
  const instance = cells['concept:instance'] === '' ? {} : { instance: text('concept:instance', 64) };
  const unit = checked('org:group', (value) => agencyOfUnit(value) !== undefined, unitWords);
  const officer = name('org:resource');
  const at = instant('time:timestamp', now);
  if (problems.length > 0) return { line, problems };
  const ofCase = { caseId, channel: channel as LogChannel, startedAt, ...dueAt, ...endedAt };
  return { line, ...ofCase, activity, ...instance, unit, officer, at };
}

export const isBad = (row: LogRow | BadRow): row is BadRow => 'problems' in row;

const channelWords = 'Internet, Desk, Post, e-mail or Intern';
const unitWords = 'Group 1 to Group 15, or EMPTY';
const instantWords = 'an instant such as 2011-10-11 13:45:40.276000+02:00, no finer than a millisecond';

const shown = (value: string): string => (value === '' ? '(empty)' : JSON.stringify(value.slice(0, 80)));

const isText = (value: string, longest: number): boolean =>
  value === value.trim() &&
  value !== '' &&
  [...value].length <= longest &&
  !/\p{Cc}|\p{Cs}/u.test(value) &&
  value === value.normalize('NFC');

/** An instant of the log in the form of the store, or nothing when there is no such instant. */
function instantOf(text: string): string | undefined {
  const [, day, time, fraction = '', offset] = instantShape.exec(text) ?? [];
  if (day === undefined || /[1-9]/.test(fraction.slice(3))) return undefined;
  const local = new Date(`${day}T${time}Z`);
  if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(`${day}T${time}`)) return undefined;
  return new Date(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`).toISOString();
}
