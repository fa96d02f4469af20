import { idOf } from '@runtime';
import { toChannel } from './log-channels';
import type { LogRow } from './log-row';
import { knownAgency } from './log-units';

/** One command: what is done, by whom, when. Its target follows from `does` and from the ids learned before. */
export interface DossierCommand {
  readonly does: 'open' | 'offer' | 'accept' | 'record' | 'complete';
  /** Row it follows from. */
  readonly line: number;
  /** The same row always gives the same key, so that a second replay repeats and adds nothing. */
  readonly key: string;
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ReplayedDossier {
  readonly caseId: string;
  /** In the order in which they have to be sent; never empty. */
  readonly commands: readonly DossierCommand[];
}

/** The first phase of a Dutch environmental permit (WABO), as the project CoSeLoG recorded it. */
const procedure = 'coselog.wabo.receipt';
const codeScheme = 'coselog';
const reason = 'Chuyển đơn vị theo nhật ký cấp phép';

/** Dossiers by when they begin, each with its commands; rows of a dossier by time, those of one instant by line. */
export function dossiersOf(rows: readonly LogRow[]): ReplayedDossier[] {
  const rowsByCase = new Map<string, LogRow[]>();
  for (const row of rows) rowsByCase.set(row.caseId, [...(rowsByCase.get(row.caseId) ?? []), row]);
  return [...rowsByCase.values()]
    .map((ofCase) => [...ofCase].sort(byTime))
    .sort(([a], [b]) => byTime(a as LogRow, b as LogRow))
    .map((ofCase) => ({ caseId: (ofCase[0] as LogRow).caseId, commands: commandsOf(ofCase) }));
}

const byTime = (a: LogRow, b: LogRow): number => (a.at === b.at ? a.line - b.line : a.at < b.at ? -1 : 1);

function commandsOf(rows: readonly LogRow[]): DossierCommand[] {
  const first = rows[0] as LogRow;
  const last = rows.at(-1) as LogRow;
  return [
    opening(first),
    ...rows.flatMap((row, index) => [...handedOver(rows[index - 1], row), recorded(row)]),
    ...(last.endedAt === undefined ? [] : [completion(last, last.endedAt)]),
  ];
}

const act = (row: LogRow, verb: string, { unit, officer } = row) => ({
  line: row.line,
  key: `${row.caseId}:${row.line}:${verb}`,
  agency: knownAgency(unit).code,
  officer,
  at: row.at,
});

function opening(row: LogRow): DossierCommand {
  const { caseId, startedAt, dueAt } = row;
  const body = {
    procedure,
    channel: toChannel(row.channel),
    applicantRef: idOf('applicant', codeScheme, caseId),
    codes: [{ scheme: codeScheme, value: caseId }],
    startedAt,
    ...(dueAt === undefined ? {} : { dueAt }),
  };
  return { does: 'open', ...act(row, 'open'), body };
}

/** A change of unit: whoever acted last gave the dossier, whoever acts now took it, at the instant of the later act. */
function handedOver(before: LogRow | undefined, row: LogRow): DossierCommand[] {
  if (before === undefined || before.unit === row.unit) return [];
  const to = knownAgency(row.unit).code;
  return [
    { does: 'offer', ...act(row, 'offer', before), body: { to, reason } },
    { does: 'accept', ...act(row, 'accept'), body: {} },
  ];
}

function recorded(row: LogRow): DossierCommand {
  const { activity, instance } = row;
  const body = { activity, ...(instance === undefined ? {} : { instance }) };
  return { does: 'record', ...act(row, 'record'), body };
}

/** Many dossiers end before the last thing was done to them: the end is data, and nothing comes after its recording. */
function completion(last: LogRow, endedAt: string): DossierCommand {
  const at = endedAt > last.at ? endedAt : last.at;
  return { does: 'complete', ...act(last, 'complete'), at, body: { outcome: 'other', endedAt } };
}
