import { type CsvError, parse } from 'csv-parse/sync';
import { ToolRefused } from '../tool';
import { type BadRow, type Cells, columns, isBad, type LogRow, logRow } from './log-row';

export interface PermitLog {
  /** In the order of the file. */
  readonly rows: readonly LogRow[];
  /** In the order of the file. */
  readonly bad: readonly BadRow[];
}

/** More than any row of the log needs; an open quotation mark does not swallow the file. */
const rowBytesMax = 64 * 1024;

interface Parsed {
  readonly info: { readonly lines: number };
  readonly record: Cells;
}

/**
 * Reads a permit log (CSV, UTF-8, names of columns first) and checks every field of every row.
 * @param now ISO instant; nothing in the log may lie after it.
 * @throws ToolRefused when it is no such table at all.
 */
export function readLog(bytes: Uint8Array, now: string): PermitLog {
  const bad: BadRow[] = [];
  const rows: LogRow[] = [];
  for (const { info, record } of parsed(textOf(bytes), bad)) {
    const row = logRow(record, info.lines, now);
    if (isBad(row)) bad.push(row);
    else rows.push(row);
  }
  const { kept, contradicting } = consistent(rows);
  bad.push(...contradicting);
  return { rows: kept, bad: bad.sort((a, b) => a.line - b.line) };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ToolRefused('The file is not UTF-8 text; save it as UTF-8 and begin again', { cause });
  }
}

function parsed(text: string, bad: BadRow[]): Parsed[] {
  const onSkip = (error: CsvError | undefined): undefined => {
    const line = Number(error?.['lines'] ?? 0);
    bad.push({ line, problems: [error?.message ?? 'cannot be read as CSV'] });
  };
  try {
    return parse(text, {
      columns: (names: string[]) => checkedColumns(names),
      info: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: onSkip,
      max_record_size: rowBytesMax,
    }) as unknown as Parsed[];
  } catch (error) {
    if (error instanceof ToolRefused) throw error;
    const { message } = error as Error;
    throw new ToolRefused(`The file cannot be read as CSV: ${message}`, { cause: error });
  }
}

function checkedColumns(names: readonly string[]): string[] {
  const missing = columns.filter((column) => names.filter((name) => name === column).length !== 1);
  if (missing.length === 0) return [...names];
  throw new ToolRefused(`Line 1 has to name each of these columns once: ${missing.join(', ')}`);
}

const factsOfCase = ['channel', 'startedAt', 'dueAt', 'endedAt'] as const;

/** What the log says of a dossier stands in each of its rows and has to be the same; nothing may be said twice. */
function consistent(rows: readonly LogRow[]): { kept: LogRow[]; contradicting: BadRow[] } {
  const firstOfCase = new Map<string, LogRow>();
  const lineOf = new Map<string, number>();
  const kept: LogRow[] = [];
  const contradicting: BadRow[] = [];
  for (const row of rows) {
    const { caseId, line, at, unit, officer, activity, instance } = row;
    const first = firstOfCase.get(caseId) ?? row;
    const said = JSON.stringify([caseId, at, unit, officer, activity, instance]);
    const before = lineOf.get(said);
    const problems = factsOfCase
      .filter((fact) => first[fact] !== row[fact])
      .map((fact) => `${fact} of ${caseId} is not what line ${first.line} says`);
    if (before !== undefined) problems.push(`says the same as line ${before}`);
    if (problems.length > 0) {
      contradicting.push({ line, problems });
      continue;
    }
    firstOfCase.set(caseId, first);
    lineOf.set(said, line);
    kept.push(row);
  }
  return { kept, contradicting };
}
