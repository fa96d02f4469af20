import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const logLinesKept = 20;

/**
 * PostgreSQL does not watch its standard input. This shell does: when whoever started the server dies, by any signal,
 * the pipe ends and the server is stopped. The shell's own life is the server's life, and its code the server's code.
 */
const guard = `
exec 3<&0 </dev/null
"$@" 3<&- >&2 & server=$!
echo "$server"
( read -r _ <&3
  kill -INT "$server" 2>/dev/null
  n=0
  while [ "$n" -lt 40 ] && kill -0 "$server" 2>/dev/null; do sleep 0.1; n=$((n + 1)); done
  kill -KILL "$server" 2>/dev/null ) >/dev/null & watcher=$!
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onLog?: ((line: string) => void) | undefined;
}

/** One life of a server. */
export class PostgresProcess {
  readonly pid: Promise<number>;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private readonly saidReady: Promise<void>;
  private readonly lastLines: string[] = [];
  private knownPid: number | undefined;
  private isGone = false;
  private isStopping = false;

  constructor(command: readonly string[], { cwd, env, onLog }: Surroundings) {
    const words = ['-c', guard, 'postgres-guard', ...command];
    this.child = spawn('/bin/sh', words, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const { child } = this;
    child.stdin?.on('error', () => undefined);
    this.gone = new Promise((resolve) => {
      const end = (): void => {
        this.isGone = true;
        resolve();
      };
      child.once('error', (error) => {
        this.lastLines.push(error.message);
        end();
      });
      child.once('close', end);
    });
    this.pid = new Promise((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve((this.knownPid = Number(chunk.toString()))));
      void this.gone.then(() => reject(new Error(this.lastLog())));
    });
    this.pid.catch(() => undefined);
    this.saidReady = new Promise((resolve) => {
      if (child.stderr === null) return;
      createInterface({ input: child.stderr }).on('line', (line) => {
        this.lastLines.splice(0, Math.max(0, this.lastLines.push(line) - logLinesKept));
        if (line.includes('ready to accept connections')) resolve();
        onLog?.(line);
      });
    });
  }

  /** Resolves when it says that it takes connections. @throws what it wrote last when it ends or the time is over */
  async ready(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const tooLate = () => reject(new Error(`it took no connections within ${Math.round(limitMs)} ms`));
      timer = setTimeout(tooLate, Math.max(0, limitMs));
    });
    const ended = this.gone.then(() => Promise.reject(new Error(this.lastLog())));
    try {
      await Promise.race([this.saidReady, ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  whenUnexpected(onExit: ((lastLog: string) => void) | undefined): void {
    void this.gone.then(() => {
      if (!this.isStopping) onExit?.(this.lastLog());
    });
  }

  /** SIGINT, which ends connections and then the server, SIGKILL after the limit. */
  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    if (this.isGone || (await this.pid.catch(() => undefined)) === undefined) return;
    this.kill('SIGINT');
    const timer = setTimeout(() => this.kill('SIGKILL'), limitMs);
    await this.gone;
    clearTimeout(timer);
  }

  kill(signal: NodeJS.Signals): void {
    if (this.knownPid === undefined) return;
    try {
      process.kill(this.knownPid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private lastLog(): string {
    const telling = this.lastLines.findLast((line) => /\b(FATAL|PANIC):/.test(line));
    return telling ?? this.lastLines.at(-1) ?? 'it ended without a word';
  }
}
