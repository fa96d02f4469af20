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

const head = ['Row', 'Measured', 'Value', 'Against', 'Ratio', 'Pairs (dropped)', 'Wanted'];
const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const cellsOf = ({ row, what, value, against = '', ratio = '', pairs = '', wanted = '' }: Line): string[] => [
  row,
  what,
  value,
  against,
  ratio,
  pairs,
  wanted,
];

/** A page of figures: table rows by the name of their row, and under which circumstances each was measured. */
export class Figures {
  private constructor(
    private readonly rows: Map<string, readonly string[]>,
    private readonly notes: Map<string, string>,
  ) {}

  static empty(): Figures {
    return new Figures(new Map(), new Map());
  }

  /** What stands on a page already. */
  static on(text: string): Figures {
    const figures = Figures.empty();
    for (const line of text.split('\n')) {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      const name = cells[1] ?? '';
      const isRow = cells.length === head.length + 2 && name !== head[0] && !/^-+$/.test(name);
      if (isRow) figures.rows.set(name, [...(figures.rows.get(name) ?? []), tableRow(cells.slice(1, -1))]);
      const [, names = '', note = ''] = /^- ([\w, -]+): (.*)$/.exec(line) ?? [];
      for (const each of names.split(', ').filter((named) => named !== '')) figures.notes.set(each, note);
    }
    return figures;
  }

  put(name: string, lines: readonly Line[], note: string): void {
    this.rows.set(
      name,
      lines.map((line) => tableRow(cellsOf(line))),
    );
    this.notes.set(name, note);
  }

  /** The table in the order of the names, and the notes, each with the rows it holds for. */
  markdown(names: readonly string[]): string {
    const known = names.filter((name) => this.rows.has(name));
    const noted = new Map<string, string[]>();
    for (const name of known) {
      const note = this.notes.get(name) ?? '';
      noted.set(note, [...(noted.get(note) ?? []), name]);
    }
    const table = [tableRow(head), tableRow(head.map(() => '---'))];
    const rows = known.flatMap((name) => this.rows.get(name) ?? []);
    const notes = [...noted].map(([note, named]) => `- ${named.join(', ')}: ${note}`);
    return [...table, ...rows, '', ...notes].join('\n');
  }
}

const begin = /<!-- figures:[^>]*-->\n/;
const end = /<!-- \/figures -->/;

/** Puts one row between the marks of the page; the others stay. */
export async function writeRow(
  page: string,
  names: readonly string[],
  [name, lines, note]: readonly [string, readonly Line[], string],
): Promise<void> {
  const before = await readFile(page, 'utf8');
  const [from, to] = [begin.exec(before), end.exec(before)];
  if (from === null || to === null)
    throw new Error(`${page} has lost the marks of its figures; put them back`);
  const start = from.index + from[0].length;
  const figures = Figures.on(before.slice(start, to.index));
  figures.put(name, lines, note);
  const whole = `${before.slice(0, start)}\n${figures.markdown(names)}\n\n${before.slice(to.index)}`;
  await writeFile(page, await format(whole, { ...(await resolveConfig(page)), parser: 'markdown' }));
}
