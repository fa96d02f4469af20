import { constants } from 'node:os';
import { spawn } from 'node:child_process';
import { backup } from './backup';
import { type Command, type ExitCode, Refused } from './command';
import { copy } from './copy';
import { info } from './info';
import { restore } from './restore';
import { verify } from './verify';

const commands: Readonly<Record<string, Command>> = { backup, restore, verify, copy, info };

const help = [
  'npm run event-store -- COMMAND [--help]',
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(9)}${summary}`),
  'Exit codes: 0 done, 1 damage or a conflict was found or the work broke off, 2 refused before anything was done.',
].join('\n');

const terminal = {
  say: (line: string): void => void process.stdout.write(`${line}\n`),
  tellProgress: (line: string): void => void process.stderr.write(`${line}\n`),
};

async function run([name, ...args]: readonly string[]): Promise<ExitCode> {
  if (name === '--help' || name === 'help') return show(help);
  const command = commands[name ?? ''];
  if (command === undefined) {
    const what = name === undefined ? 'A command is missing' : `There is no command "${name}"`;
    throw new Refused(`${what}; --help shows them`);
  }
  return args.includes('--help') ? show(command.help) : command.run(args, terminal);
}

function show(text: string): ExitCode {
  terminal.say(text);
  return 0;
}

function fail(error: unknown): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  terminal.tellProgress(message.replaceAll(/\s*\n\s*/g, ' '));
  return error instanceof Refused ? 2 : 1;
}

const workerMark = 'EVENT_STORE_COMMAND_WORKS';

/** lmdb ends its process without a word on some damaged pages, so the work is done in a child that may end so. */
function runInChild(args: readonly string[]): void {
  const env = { ...process.env, [workerMark]: '1' };
  const child = spawn(process.execPath, [__filename, ...args], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('close', (code, signal) => {
    const isCrash = signal === 'SIGSEGV' || signal === 'SIGBUS' || signal === 'SIGABRT';
    if (isCrash)
      terminal.say(`damage: lmdb cannot read the pages of the file (${signal}). Restore it from a backup.`);
    process.exitCode = code ?? (isCrash ? 1 : 128 + constants.signals[signal ?? 'SIGTERM']);
  });
}

const args = process.argv.slice(2);
if (process.env[workerMark] === undefined) runInChild(args);
else
  void run(args)
    .catch(fail)
    .then((code) => process.exit(code));
