import { services } from '@contracts';
import { settings, type Setting } from './configuration-table.config';

type ValueOf<Row> = Row extends Setting<infer Value> ? Value : never;

/** What the environment says, typed and frozen: one property for each row of the table. */
export type Configuration = { readonly [Key in keyof typeof settings]: ValueOf<(typeof settings)[Key]> };

/** Everything wrong with the environment, found in one go. A retry does not help; correct the named variables. */
export class ConfigurationInvalid extends Error {
  override readonly name = 'ConfigurationInvalid';
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is not usable: ${problems.join('; ')}`);
  }
}

/**
 * Reads the environment by the one table. An empty text counts as not set; values of secrets are never repeated.
 * @throws ConfigurationInvalid naming every bad value and every unknown variable that begins with `LIENTHONG_`.
 */
export function configuration(env: NodeJS.ProcessEnv = process.env): Configuration {
  const problems: string[] = [];
  const values = Object.entries<Setting<unknown>>(settings).map(([key, setting]): [string, unknown] => {
    const text = env[setting.name];
    if (text === undefined || text === '') return [key, setting.absent];
    const reading = setting.read(text);
    if ('value' in reading) return [key, reading.value];
    const shown = setting.secret ? '' : ` (${JSON.stringify(text)})`;
    problems.push(`${setting.name}${shown} ${reading.problem}`);
    return [key, setting.absent];
  });
  problems.push(...unknownNames(env));
  if (problems.length > 0) throw new ConfigurationInvalid(problems);
  return Object.freeze(Object.fromEntries(values)) as Configuration;
}

function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const known = new Set(Object.values<Setting<unknown>>(settings).map(({ name }) => name));
  return Object.keys(env)
    .filter((name) => name.startsWith('LIENTHONG_') && !known.has(name))
    .sort()
    .map((name) => `${name} is not a setting${nearest(name, known)}`);
}

/** The setting a slip of the hand most likely meant. */
function nearest(name: string, known: ReadonlySet<string>): string {
  const [found, slips] = [...known]
    .map((each): [string, number] => [each, slipsBetween(name, each)])
    .reduce((best, next) => (next[1] < best[1] ? next : best));
  return slips > 3 ? '; remove it' : `; did you mean ${found}?`;
}

/** Levenshtein distance. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] as number) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

const everyService = services.join(', ');
const readers: Readonly<Record<string, string>> = {
  [everyService]: 'every service',
  [`gateway, ${everyService}`]: 'every process',
};

const headings = ['Name', 'Type', 'Default', 'Description', 'Read by'];

/** The table as Markdown with padded columns, one row for each setting: a README embeds it and a spec compares. */
export function configurationMarkdown(): string {
  const rows = Object.values<Setting<unknown>>(settings).map((setting) => [
    `\`${setting.name}\``,
    setting.type,
    setting.default === undefined ? '-' : `\`${setting.default}\``,
    setting.description,
    readers[setting.readBy] ?? setting.readBy,
  ]);
  const widths = headings.map((_, column) =>
    Math.max(...[headings, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], filler = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(' | ')} |\n`;
  return [
    line(headings),
    line(
      headings.map(() => ''),
      '-',
    ),
    ...rows.map((cells) => line(cells)),
  ].join('');
}
