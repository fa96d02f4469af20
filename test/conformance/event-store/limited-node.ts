import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { builtEntry, connectionStringOf } from './node-under-test';

export interface LimitedNode {
  readonly url: string;
  readonly pid: number;
  /** Everything on stderr with the exit code, once the process is gone. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  isRunning(): boolean;
  kill(): void;
}

interface Handshake {
  readonly url: string;
  readonly connectionStringFile?: string;
  readonly pid: number;
  readonly error?: string;
}

export class StartRefused extends Error {
  constructor(
    line: string,
    readonly code: number | null,
  ) {
    super(line);
    this.name = 'StartRefused';
  }
}

/**
 * A node none of whose files may grow beyond so many KiB: the system refuses it as it refuses a full disk. Rejects with
 * the line of a node that does not start.
 */
export async function runLimited(folder: string, kibMax: number): Promise<LimitedNode> {
  const limited = `ulimit -S -f ${kibMax}; exec "$0" "$1" --data "$2"`;
  const child = spawn('bash', ['-c', limited, process.execPath, builtEntry(), folder]);
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<Awaited<LimitedNode['ended']>>((resolve) =>
    child.once('close', (code) => resolve({ code, stderr: said.join('') })),
  );
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  const { pid, error, ...node } = JSON.parse(line) as Handshake;
  if (error !== undefined) throw new StartRefused(error, (await ended).code);
  return {
    url: connectionStringOf(node),
    pid,
    ended,
    isRunning: () => child.exitCode === null,
    kill: () => void child.kill('SIGKILL'),
  };
}
