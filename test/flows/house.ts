import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { noLimits } from './no-limits';

const repository = resolve(__dirname, '..', '..');

export interface HouseOptions {
  readonly args: readonly string[];
  /** Replaces or, with undefined, takes away variables of this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Arguments of node itself. */
  readonly node?: readonly string[];
  readonly uid?: number;
  /** Main module of a supervisor that was built elsewhere; `npm start` without it. */
  readonly entry?: string;
}

/**
 * `npm start` as an operator runs it, with everything it prints, and every process that comes from it known by a
 * mark.
 */
export class House {
  private readonly mark = randomUUID();
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;
  private hasEnded = false;
  private standardOutput = '';
  private standardError = '';

  constructor({ args, env = {}, node = [], uid, entry }: HouseOptions) {
    const script = entry ?? join(repository, 'apps', 'local', 'setup', 'start.mjs');
    this.child = spawn(process.execPath, [...node, script, ...args], {
      cwd: repository,
      env: { ...withoutSettings(process.env), ...noLimits, ...env, LC_HOUSE_UNDER_TEST: this.mark },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid, gid: uid }),
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.standardOutput += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.standardError += chunk.toString()));
    this.ended = new Promise((resolveCode) => {
      this.child.once('close', (code) => {
        this.hasEnded = true;
        resolveCode(code);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.standardOutput;
  }

  get complaint(): string {
    return this.standardError;
  }

  /** Resolves the first match of what it prints. Throws when it ends without having printed it. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.standardOutput);
      if (match) return match;
      if (this.hasEnded)
        throw new Error(`It ended without ${pattern}: ${this.standardOutput}${this.standardError}`);
      await pause(20);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves its exit code. */
  end(): Promise<number | null> {
    return this.ended;
  }

  /**
   * Pids of all living processes that came from this start, by a variable that every child inherits (Linux): the
   * database is handed only what a locale may be made of.
   */
  async processes(): Promise<number[]> {
    const found: number[] = [];
    for (const entry of await readdir('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const environment = await readFile(`/proc/${entry}/environ`, 'utf8').catch(() => '');
      if (environment.includes(`LC_HOUSE_UNDER_TEST=${this.mark}`)) found.push(Number(entry));
    }
    return found;
  }

  /** The processes whose command line matches. */
  async processesOf(pattern: RegExp): Promise<number[]> {
    const matching: number[] = [];
    for (const pid of await this.processes()) {
      const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (pattern.test(words.replaceAll('\0', ' '))) matching.push(pid);
    }
    return matching;
  }

  /**
   * Resolves how many milliseconds it took until nothing of it was left. The test's time limit is the only other end.
   */
  async nothingLeft(): Promise<number> {
    const begun = performance.now();
    while ((await this.processes()).length > 0) await pause(20);
    return performance.now() - begun;
  }

  /** For the end of a test, however it went. */
  async clear(): Promise<void> {
    for (const pid of await this.processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(LIENTHONG_|EVENTSTORE_URL|NATS_URL|DATABASE_URL|OIDC_|NODE_ENV)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.test(name)));
}
