import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '@adapters/messaging';
import { toolsToken } from './appointment';
import type { RunFile } from './run-file';
import { ToolRefused } from './tool-refused';

export { ToolRefused } from './tool-refused';

export interface ToolArguments {
  readonly port: number;
  /** Options besides `--port`, by name without dashes. */
  readonly options: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  /** Options without a value that were given, by name without dashes. */
  readonly flags: ReadonlySet<string>;
}

const defaultPort = 8080;

/** Reads `[--port N] [--name value …] [--flag …] words…`. An option may only be one of `known` and `knownFlags`. */
export function toolArguments(
  argv: readonly string[],
  known: readonly string[],
  knownFlags: readonly string[] = [],
): ToolArguments {
  const options: Record<string, string> = {};
  const words: string[] = [];
  const flags = new Set<string>();
  const rest = argv.flatMap((word) => (/^--[a-z]+=/.test(word) ? word.split(/=(.*)/s, 2) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const name = word.slice(2);
    if (knownFlags.includes(name)) {
      flags.add(name);
      continue;
    }
    const value = rest.shift();
    if (!['port', ...known].includes(name)) throw new ToolRefused(`${word} is not an option of this tool`);
    if (value === undefined) throw new ToolRefused(`${word} needs a value`);
    options[name] = value;
  }
  const port = Number(options['port'] ?? process.env['LIENTHONG_PORT'] ?? defaultPort);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new ToolRefused('--port takes a number 1 to 65535');
  return { port, options, words, flags };
}

/** Finds the running house by the port of its gateway. */
export async function runningHouse(port: number): Promise<RunFile> {
  const file = join(cacheFolder(process.env), 'run', `${port}.json`);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ToolRefused(
      `Nothing runs on port ${port}; begin with npm start, or name another port with --port`,
      { cause },
    );
  });
  return JSON.parse(text) as RunFile;
}

/**
 * A gateway and a token for it: as the options say, else the running house of this machine. The token may stand in
 * `LIENTHONG_TOKEN`, where no list of processes shows it.
 */
export async function accessOf(
  port: number,
  { url, token = process.env['LIENTHONG_TOKEN'] }: ToolArguments['options'],
): Promise<{ readonly address: string; readonly token: string }> {
  const house = url === undefined ? await runningHouse(port) : undefined;
  const known = token ?? (house && (await toolsToken(house)));
  if (known === undefined) {
    throw new ToolRefused('This house takes its tokens from an outside issuer: give one with --token');
  }
  return { address: (url ?? house?.address ?? '').replace(/\/$/, ''), token: known };
}

/** Runs a tool: its refusal is one line on standard error and exit code 1. */
export function runTool(work: () => Promise<void>): void {
  work().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof ToolRefused ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}
