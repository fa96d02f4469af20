import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { asking } from './asking';
import { type Terminal } from './command';
import { runCommand } from './commands';

const ask = asking();
const terminal: Terminal = {
  say: (line: string): void => void process.stdout.write(`${line}\n`),
  tellProgress: (line: string): void => void process.stderr.write(`${line}\n`),
  ...(ask === undefined ? {} : { ask }),
};

const workerMark = 'EVENT_STORE_COMMAND_WORKS';

/** lmdb ends its process without a word on some damaged pages, so the work is done in a child that may end so. */
function runInChild(args: readonly string[]): void {
  const env = { ...process.env, [workerMark]: '1' };
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'] as const;
  const child = spawn(process.execPath, [__filename, ...args], { stdio: [...stdio], env });
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
else {
  // Whoever started the work is gone, without having been able to say so.
  process.once('disconnect', () => process.exit(1));
  void runCommand(args, terminal).then((code) => process.exit(code));
}
