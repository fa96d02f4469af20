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

function nearest(name: string, known: ReadonlySet<string>): string {
  const start = [...known].find((each) => each.startsWith(name.slice(0, 'LIENTHONG_'.length + 3)));
  return start === undefined ? '; remove it' : `; did you mean ${start}?`;
}

/** The table as Markdown, one row for each setting: the README embeds it and a spec compares. */
export function configurationMarkdown(): string {
  const rows = Object.values<Setting<unknown>>(settings).map(
    ({ name, type, default: byDefault, description, readBy }) =>
      `| \`${name}\` | ${type} | ${byDefault === undefined ? '' : `\`${byDefault}\``} | ${description} | ${readBy} |`,
  );
  return ['| Name | Type | Default | Description | Read by |', '|---|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}
