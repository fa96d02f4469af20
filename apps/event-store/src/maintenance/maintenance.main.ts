import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { runCommand } from './commands';

const terminal = {
  say: (line: string): void => void process.stdout.write(`${line}\n`),
  tellProgress: (line: string): void => void process.stderr.write(`${line}\n`),
};

const workerMark = 'EVENT_STORE_COMMAND_WORKS';

/** lmdb ends its process without a word on some damaged pages, so the work is done in a child that may end so. */
function runInChild(args: readonly string[]): void {
  const env = { ...process.env, [workerMark]: '1' };
  const child = spawn(process.execPath, [__filename, ...args], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('close', (code, signal) => {
    const isCrash = signal === 'SIGSEGV' || signal === 'SIGBUS' || signal === 'SIGABRT';
    if (isCrash) {
      const unlessFull =
        signal === 'SIGBUS' ? 'Free space if the disk is full; otherwise restore' : 'Restore';
      terminal.say(
        `damage: lmdb cannot read the pages of the file (${signal}). ${unlessFull} it from a backup.`,
      );
    }
    process.exitCode = code ?? (isCrash ? 1 : 128 + constants.signals[signal ?? 'SIGTERM']);
  });
}

const args = process.argv.slice(2);
if (process.env[workerMark] === undefined) runInChild(args);
else void runCommand(args, terminal).then((code) => process.exit(code));
