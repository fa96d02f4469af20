import { parseArgs } from 'node:util';
import { openLog } from './log';
import { type NodeOptions, startNode } from './node';

const usage = 'Usage: event-store (--data DIR | --memory) [--port N] [--host ADDRESS] [--supervised]';
const portMax = 65_535;

class WrongUsage extends Error {
  constructor(what: string) {
    super(`${what}. ${usage}`);
  }
}

function parseCommandLine(args: string[]): { node: NodeOptions; isSupervised: boolean } {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        memory: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        supervised: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
  const { data, memory, port: portText, host, supervised } = values;
  if ((data === undefined) === !memory) throw new WrongUsage('Give either --data DIR or --memory');
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > portMax) throw new WrongUsage(`--port ${portText} is not a port`);
  const node = { host, port, ...(data === undefined ? {} : { dataDir: data }) };
  return { node, isSupervised: supervised };
}

/** The handshake: exactly one line on stdout in the life of the process. */
function tell(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main(): Promise<void> {
  const log = openLog();
  const { node: options, isSupervised } = parseCommandLine(process.argv.slice(2));
  const end = (error: unknown, message: string): never => {
    log.fatal({ err: error }, message);
    process.exit(1);
  };
  // lmdb rejects promises nobody holds when a commit fails; whatever else gets here is a defect.
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
    log.info({ why }, 'stopping');
    void node.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', () => finish('SIGTERM'));
  process.on('SIGINT', () => finish('SIGINT'));
  if (isSupervised) {
    process.stdin.on('end', () => finish('the supervisor is gone'));
    process.stdin.on('error', () => finish('the supervisor is gone'));
    process.stdin.resume();
  }
  log.info({ url: node.url, data: options.dataDir ?? 'memory' }, 'listening');
  tell({ ready: true, url: node.url, pid: process.pid });
}

main().catch((error: unknown) => {
  tell({ ready: false, error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
});
