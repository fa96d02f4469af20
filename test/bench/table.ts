import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Compared, Spread } from './pairs';

/** One line of the table. */
export interface Line {
  readonly row: string;
  readonly what: string;
  readonly value: string;
  readonly against?: string;
  readonly ratio?: string;
  /** Pairs counted, and those dropped. */
  readonly pairs?: string;
  /** The floor, or what was expected. */
  readonly wanted?: string;
}

/** Three significant digits, or whole numbers with commas. */
export const number = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

const spreadText = ({ median, min, max }: Spread): string =>
  `${number(median)} (${number(min)}..${number(max)})`;

export const comparedLine = (
  {
    row,
    what,
    unit,
    against,
    wanted,
  }: Record<'row' | 'what' | 'unit' | 'against', string> & {
    wanted?: string;
  },
  compared: Compared,
): Line => ({
  row,
  what,
  value: `${spreadText(compared.measured)} ${unit}`,
  against: `${against}: ${spreadText(compared.against)}`,
  ratio: `**${number(compared.ratio.median)}** (${number(compared.ratio.min)}..${number(compared.ratio.max)})`,
  pairs: `${compared.pairs} (${compared.dropped})`,
  ...(wanted === undefined ? {} : { wanted }),
});

export function markdown(lines: readonly Line[]): string {
  const cells = (line: Line) => [
    line.row,
    line.what,
    line.value,
    line.against,
    line.ratio,
    line.pairs,
    line.wanted,
  ];
  const head = ['Row', 'Measured', 'Value', 'Against', 'Ratio', 'Pairs (dropped)', 'Wanted'];
  const rows = [head, head.map(() => '---'), ...lines.map(cells)];
  return rows.map((row) => `| ${row.map((cell) => cell ?? '').join(' | ')} |`).join('\n');
}

const begin = /<!-- figures:[^>]*-->\n/;
const end = /<!-- \/figures -->/;

/** Puts the text between the marks of the page. */
export async function writeFigures(page: string, text: string): Promise<void> {
  const before = await readFile(page, 'utf8');
  const [from, to] = [begin.exec(before), end.exec(before)];
  if (from === null || to === null)
    throw new Error(`${page} has lost the marks of its figures; put them back`);
  const whole = `${before.slice(0, from.index + from[0].length)}\n${text}\n\n${before.slice(to.index)}`;
  await writeFile(page, await format(whole, { ...(await resolveConfig(page)), parser: 'markdown' }));
}
