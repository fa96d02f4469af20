import { setTimeout as pause } from 'node:timers/promises';
import { BackOff } from './back-off';
import type { Handshake } from './handshake';
import { ServiceChild, type ServiceExit, type ServiceProgram } from './service-child';
import type { LogBook } from './service-log';
import { StartRefused } from './start-refused';

const failedStartsMax = 3;

export interface Keeper {
  readonly logs: LogBook;
  /** Called whenever a process of the service came or went. */
  readonly onChange: () => void;
  /** Called when the service failed to start three times in a row after it had once been up. */
  readonly onGivenUp: (reason: StartRefused) => void;
  /** While it is, a service that cannot start is tried again and never given up. */
  readonly isDiskFull?: () => Promise<boolean>;
}

/** A service that is kept running: an unexpected end is followed by a new start, later and later. */
export class KeptService {
  private child: ServiceChild | undefined;
  private readonly stopping = new AbortController();
  private readonly backOff = new BackOff();

  constructor(
    private readonly program: ServiceProgram,
    private readonly keeper: Keeper,
  ) {}

  get name(): string {
    return this.program.name;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Starts it, at most three times, and resolves what it said when it was up. Throws `StartRefused` with its reason.
   */
  async start(): Promise<Handshake & { ready: true }> {
    for (let attempt = 1; ; attempt++) {
      const child = this.spawn();
      const handshake = await child.handshake;
      if (handshake !== 'ended' && handshake.ready) {
        void child.ended.then((exit) => this.revive(exit));
        return handshake;
      }
      await child.stop(1_000);
      if (handshake !== 'ended') throw this.refusal(handshake.reason);
      const exit = await child.ended;
      if (this.stopping.signal.aborted || attempt === failedStartsMax) throw this.refusal(reasonOf(exit));
      await this.rest(this.backOff.after(0));
    }
  }

  async stop(limitMs: number): Promise<void> {
    this.stopping.abort();
    await this.child?.stop(limitMs);
  }

  private spawn(): ServiceChild {
    if (this.stopping.signal.aborted) throw this.refusal('it was stopped meanwhile');
    this.child = new ServiceChild(this.program, this.keeper.logs);
    this.keeper.onChange();
    return this.child;
  }

  private async revive(exit: ServiceExit): Promise<void> {
    if (this.stopping.signal.aborted) return;
    let { livedMs } = exit;
    for (let why = `ended unexpectedly (${reasonOf(exit)})`; !this.stopping.signal.aborted;) {
      const waitMs = this.backOff.after(livedMs);
      this.keeper.logs.say(this.name, 'warn', `${why}; starting it again in ${waitMs / 1000} s`);
      await this.rest(waitMs);
      try {
        if (!this.stopping.signal.aborted) await this.start();
        return;
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        const isDiskFull = await this.keeper.isDiskFull?.();
        if (isDiskFull !== true) return this.keeper.onGivenUp(error as StartRefused);
        why = `has no room on its disk (${(error as Error).message})`;
        livedMs = 0;
      }
    }
  }

  private rest(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private refusal(reason: string): StartRefused {
    return new StartRefused(`${this.name} cannot start: ${reason}`);
  }
}

function reasonOf({ lastWords, code, signal }: ServiceExit): string {
  return lastWords || `it ended with ${signal ?? `code ${code}`}`;
}
