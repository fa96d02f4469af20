import { parseCommandLine } from './command-line';
import { openLog } from './log';
import { startNode } from './node';

/** The handshake: exactly one line on stdout in the life of the process. */
function tell(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main(): Promise<void> {
  // What it writes is its owner's alone, whatever the habits of the user who starts it.
  process.umask(0o077);
  const log = openLog();
  const { node: options, isSupervised } = parseCommandLine(process.argv.slice(2), process.env);
  const end = (error: unknown, message: string): never => {
    log.fatal({ err: error }, message);
    process.exit(1);
  };
  process.on('unhandledRejection', (reason) => end(reason, 'a rejection nobody handles; the node ends'));
  process.on('uncaughtException', (error) => end(error, 'an exception nobody handles; the node ends'));

  const node = await startNode({
    ...options,
    log,
    onFailure: (failure) => end(failure, failure.message),
  });
  let isEnding = false;
  const finish = (why: string): void => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why, ...node.counts() }, 'stopping');
    void node.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', () => finish('SIGTERM'));
  process.on('SIGINT', () => finish('SIGINT'));
  if (isSupervised) {
    process.stdin.on('end', () => finish('the supervisor is gone'));
    process.stdin.on('error', () => finish('the supervisor is gone'));
    process.stdin.resume();
  }
  log.info({ url: node.url, as: options.as, data: options.dataDir ?? 'memory' }, 'listening');
  const { url, connectionStringFile } = node;
  tell({ ready: true, url, connectionStringFile, as: options.as, pid: process.pid });
}

main().catch((error: unknown) => {
  tell({ ready: false, error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
});
