import { resolve } from 'node:path';
import { StartRefused } from './start-refused';

export interface LocalArguments {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** One process per app instead of one for all. */
  readonly isOneProcessPerApp: boolean;
  /** No scenario on an empty store. */
  readonly isEmpty: boolean;
  readonly isHelp: boolean;
}

export const help = `npm start -- [options]        (without npm: node apps/local/setup/start.mjs [options])

  --data DIR    data folder (default ./.lienthong)
  --port N      port of the gateway on 127.0.0.1 (default 8080; 0 takes a free one)
  --services    one process per app instead of one for all
  --empty       do not play the first day of the demonstration province on an empty store
  --help        this page

Environment: EVENTSTORE_URL, NATS_URL, DATABASE_URL, OIDC_ISSUER, OIDC_AUDIENCE name outside servers to use
instead of the ones that are started here. Logs are in DIR/logs. Ctrl-C stops everything.`;

const defaultPort = 8080;

/** Reads the command line. Throws `StartRefused` on anything it does not know. */
export function parseArguments(
  argv: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv,
): LocalArguments {
  let dataFolder = environment['LIENTHONG_DATA_DIR'] || '.lienthong';
  let port = environment['LIENTHONG_PORT'] || String(defaultPort);
  const seen = new Set<string>();
  const rest = argv.flatMap((word) => (/^--\w+=/.test(word) ? splitAtFirst(word) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-h') word = '--help';
    if (word === '--data') dataFolder = valueOf(word, rest.shift());
    else if (word === '--port') port = valueOf(word, rest.shift());
    else if (!['--services', '--empty', '--help'].includes(word)) throw unknown(word);
    seen.add(word);
  }
  return {
    dataFolder: resolve(cwd, dataFolder),
    port: portOf(port),
    isOneProcessPerApp: seen.has('--services'),
    isEmpty: seen.has('--empty'),
    isHelp: seen.has('--help'),
  };
}

function splitAtFirst(word: string): string[] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function valueOf(option: string, value: string | undefined): string {
  if (value === undefined || value === '' || value.startsWith('--')) {
    throw new StartRefused(
      `${option} needs a value: npm start -- ${option} ${option === '--port' ? '8081' : './data'}`,
    );
  }
  return value;
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new StartRefused(
      `The port must be a number from 0 to 65535, not "${text}": npm start -- --port 8081`,
    );
  }
  return Number(text);
}

function unknown(word: string): StartRefused {
  return new StartRefused(
    `Unknown argument "${word}": known are --data DIR, --port N, --services, --empty and --help, after npm start --`,
  );
}
