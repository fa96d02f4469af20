import { parseArgs, type ParseArgsConfig } from 'node:util';

/** 0: done and sound; 1: damage or a conflict was found, or the work broke off; 2: refused before anything was done. */
export type ExitCode = 0 | 1 | 2;

/** Where a command speaks: what it found goes to standard output, how far it came to standard error. */
export interface Terminal {
  say(line: string): void;
  tellProgress(line: string): void;
  /** Asks whoever sits there for one line, `hidden` without showing it; absent where nobody does. */
  readonly ask?: (question: string, how: 'shown' | 'hidden') => Promise<string>;
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` shows: the call first, then one line for each option. */
  readonly help: string;
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** What was asked for cannot be taken, and nothing was changed; the message is one line that says what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Where `npm start` keeps its event store. */
export const defaultFolder = '.lienthong/event-store';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

/** Takes exactly the named words and the known options. Throws `Refused`. */
export function parseWords<T extends Options>(
  args: readonly string[],
  names: readonly string[],
  options: T,
): { readonly words: readonly string[]; readonly values: Values<T> } {
  const { positionals: words, values } = parse(args, options);
  const missing = names[words.length];
  if (missing !== undefined) throw new Refused(`${missing} is missing; --help shows the call`);
  const surplus = words[names.length];
  if (surplus !== undefined) throw new Refused(`"${surplus}" is one word too many; --help shows the call`);
  return { words, values };
}

function parse<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [line] = (error as Error).message.split(/\. |\n/);
    throw new Refused(`${line}; --help shows the call`, { cause: error });
  }
}

const progressEveryMs = 1_000;

/** Tells progress at most once a second. */
export function calmly(terminal: Terminal): (line: () => string) => void {
  let told = performance.now();
  return (line) => {
    if (performance.now() - told < progressEveryMs) return;
    told = performance.now();
    terminal.tellProgress(line());
  };
}

export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
