import type { ImportInNumbers } from '@contracts';
import { logChannels, toChannel } from './log-channels';
import type { LogRow } from './log-row';
import { unitsOf } from './log-units';
import { grouped } from './progress';

type Numbers = Omit<ImportInNumbers, 'sha256'>;

/** What the rows hold, counted without the system. */
export function numbersOf(rows: readonly LogRow[]): Numbers {
  const cases = new Map<string, LogRow>();
  const lastOf = new Map<string, LogRow>();
  let handoffs = 0;
  for (const row of [...rows].sort((a, b) => (a.at === b.at ? a.line - b.line : a.at < b.at ? -1 : 1))) {
    const before = lastOf.get(row.caseId);
    if (before !== undefined && before.unit !== row.unit) handoffs += 1;
    lastOf.set(row.caseId, row);
    cases.set(row.caseId, row);
  }
  const channels: Record<string, number> = {};
  for (const { channel } of cases.values()) {
    const name = String(toChannel(channel));
    channels[name] = (channels[name] ?? 0) + 1;
  }
  const ended = [...cases.values()].filter(({ endedAt }) => endedAt !== undefined);
  const endedOnTime = ended.filter(({ endedAt = '', dueAt }) => dueAt !== undefined && endedAt <= dueAt);
  const units = unitsOf(rows);
  return {
    agencies: units.length,
    officers: units.reduce((sum, { officers }) => sum + officers.length, 0),
    dossiers: cases.size,
    channels,
    handoffs,
    activities: rows.length,
    ended: ended.length,
    endedOnTime: endedOnTime.length,
  };
}

type TableRow = readonly [name: string, read: number, inFile: number];

function tableRows(read: Numbers, inFile: Numbers): TableRow[] {
  const channels = logChannels.map((channel): TableRow => {
    const name = String(toChannel(channel));
    return [`  ${channel}`, read.channels[name] ?? 0, inFile.channels[name] ?? 0];
  });
  return [
    ['Dossiers', read.dossiers, inFile.dossiers],
    ...channels,
    ['Hand-offs', read.handoffs, inFile.handoffs],
    ['Activities', read.activities, inFile.activities],
    ['Ended', read.ended, inFile.ended],
    ['  on time', read.endedOnTime, inFile.endedOnTime],
  ];
}

/** The numbers as lines of a table: what the read models answer, beside what the file holds. */
export function importTable(read: Numbers, inFile: Numbers): string[] {
  const line = (name: string, ...cells: string[]): string =>
    `  ${name.padEnd(14)}${cells.map((cell) => cell.padStart(13)).join('')}`;
  return [
    line('', 'read models', 'file'),
    ...tableRows(read, inFile).map(([name, ...counts]) => line(name, ...counts.map(grouped))),
  ];
}

/** Names of the counts that are not those of the file. */
export const differences = (read: Numbers, inFile: Numbers): string[] =>
  tableRows(read, inFile)
    .filter(([, here, there]) => here !== there)
    .map(([name]) => name.trim());
