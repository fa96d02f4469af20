import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type Handshake, readHandshake } from './handshake';
import { processFlags } from './process-flags';
import { type LogBook, recordIn, shortOf } from './service-log';

export interface ServiceProgram {
  readonly name: string;
  /** Absolute path of the compiled main module. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface ServiceExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it said last that sounds like a reason; empty when it said nothing. */
  readonly lastWords: string;
  readonly livedMs: number;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * One life of one service: its own process group (Ctrl-C does not reach it), ended by signal or by the end of its
 * input.
 */
export class ServiceChild {
  readonly pid: number | undefined;
  /** What it said when it could serve or knew that it never will; `ended` when it died before it said anything. */
  readonly handshake: Promise<Handshake | 'ended'>;
  readonly ended: Promise<ServiceExit>;
  private readonly child: Child;
  private readonly startedAt = performance.now();
  private lastWords = '';
  private hasEnded = false;

  constructor(
    private readonly program: ServiceProgram,
    private readonly logs: LogBook,
  ) {
    this.child = spawn(process.execPath, [...processFlags, program.script], {
      env: program.env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.pid = this.child.pid;
    this.child.stdin.on('error', () => undefined);
    this.ended = this.ending();
    this.handshake = this.listening();
    createInterface({ input: this.child.stderr }).on('line', (line) => this.listenTo(line));
  }

  /** SIGTERM, then SIGKILL after `limitMs`. Resolves when the process is gone. */
  async stop(limitMs: number): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), Math.max(0, limitMs));
    await this.ended;
    clearTimeout(timer);
  }

  private listening(): Promise<Handshake | 'ended'> {
    return new Promise((resolve) => {
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        const handshake = readHandshake(line);
        if (handshake) resolve(handshake);
        else this.logs.kept(this.program.name, line);
      });
      void this.ended.then(() => resolve('ended'));
    });
  }

  // The streams close after the process has ended, and with them the last lines have been read.
  private ending(): Promise<ServiceExit> {
    return new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.hasEnded = true;
        const livedMs = performance.now() - this.startedAt;
        resolve({ code, signal, lastWords: this.lastWords, livedMs });
      };
      this.child.once('error', (error) => {
        this.lastWords ||= error.message;
        end(null, null);
      });
      this.child.once('close', end);
    });
  }

  // Node itself writes here when a process crashes: the first line that names an error is the reason.
  private listenTo(line: string): void {
    const record = recordIn(line);
    if (record && record.level >= 50) this.lastWords = shortOf(record);
    else if (/^(Uncaught )?[A-Za-z]*Error\b.*:/.test(line)) this.lastWords = line.trim();
    this.logs.heard(this.program.name, line);
  }
}
