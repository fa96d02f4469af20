import { backup } from './backup';
import { type Command, type ExitCode, Refused, type Terminal } from './command';
import { copy } from './copy';
import { grant } from './grant';
import { info } from './info';
import { restore } from './restore';
import { verify } from './verify';

const commands: Readonly<Record<string, Command>> = { backup, restore, verify, copy, info, grant };

const help = [
  'npm run event-store -- COMMAND [--help]',
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(9)}${summary}`),
  'Exit codes: 0 done; 1 damage, a conflict, broken off, or a store that cannot be used; 2 the call was refused.',
].join('\n');

/** Runs one command line; whatever goes wrong is one line. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.tellProgress(message.replaceAll(/\s*\n\s*/g, ' '));
    return error instanceof Refused ? 2 : 1;
  }
}

async function dispatch([name = '', ...args]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (name === '--help' || (command !== undefined && args.includes('--help'))) {
    terminal.say(command?.help ?? help);
    return 0;
  }
  if (command !== undefined) return command.run(args, terminal);
  throw new Refused(
    `${name === '' ? 'A command is missing' : `There is no command "${name}"`}; --help shows them`,
  );
}
