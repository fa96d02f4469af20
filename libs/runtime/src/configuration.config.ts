import { readFileSync } from 'node:fs';
import { services } from '@contracts';
import { halfSet, inProduction, type Setting, settings } from './configuration-table.config';

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

const secretBytesMax = 16_384;
const fileOf = ({ name }: Setting<unknown>): string => `${name}_FILE`;
const secrets = Object.values<Setting<unknown>>(settings).filter(({ secret }) => secret === true);

/**
 * The environment with each secret that stands in a file, named by `<NAME>_FILE`, under its own name; the end of its
 * last line is left out. At most 16 KiB.
 * @throws ConfigurationInvalid naming every file that gives no secret. No message repeats one.
 */
export function withSecretsRead(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const problems: string[] = [];
  const read = { ...env };
  for (const secret of secrets) {
    const path = env[fileOf(secret)];
    delete read[fileOf(secret)];
    if (path === undefined || path === '') continue;
    if (env[secret.name])
      problems.push(`${secret.name} and ${fileOf(secret)} are both set; give one of them`);
    else {
      const content = contentOf(path);
      if ('problem' in content)
        problems.push(`${fileOf(secret)} (${JSON.stringify(path)}) ${content.problem}`);
      else read[secret.name] = content.text;
    }
  }
  if (problems.length > 0) throw new ConfigurationInvalid(problems);
  return read;
}

function contentOf(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (text === '') return { problem: 'holds nothing' };
    return Buffer.byteLength(text) <= secretBytesMax
      ? { text }
      : { problem: `is larger than ${secretBytesMax} bytes` };
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

/**
 * Reads the environment by the one table. An empty text counts as not set; values of secrets are never repeated, and
 * may stand in files, see `withSecretsRead`.
 * @throws ConfigurationInvalid naming every bad value and every unknown variable that begins with `LIENTHONG_`.
 */
export function configuration(given: NodeJS.ProcessEnv = process.env): Configuration {
  const problems: string[] = [];
  const env = problemsInto(problems, () => withSecretsRead(given)) ?? given;
  const values = Object.entries<Setting<unknown>>(settings).map(([key, setting]): [string, unknown] => {
    const text = env[setting.name];
    if (text === undefined || text === '') return [key, setting.absent];
    const reading = setting.read(text);
    if ('value' in reading) return [key, reading.value];
    const shown = setting.secret ? '' : ` (${JSON.stringify(text)})`;
    problems.push(`${setting.name}${shown} ${reading.problem}`);
    return [key, setting.absent];
  });
  problems.push(...unknownNames(given), ...halfSet(env), ...unfitForProduction(env));
  if (problems.length > 0) throw new ConfigurationInvalid(problems);
  return Object.freeze(Object.fromEntries(values)) as Configuration;
}

function problemsInto<T>(problems: string[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function unfitForProduction(env: NodeJS.ProcessEnv): string[] {
  if (env[settings.environment.name] !== 'production') return [];
  return inProduction.flatMap(([name, fits, problem]) => {
    const value = env[name];
    return value && !fits.test(value) ? [`${name} (${JSON.stringify(value)}) ${problem}`] : [];
  });
}

function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const names = Object.values<Setting<unknown>>(settings).map(({ name }) => name);
  const known = new Set([...names, ...secrets.map(fileOf)]);
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
    setting.secret === true
      ? `${setting.description}; or in the file \`${fileOf(setting)}\``
      : setting.description,
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
