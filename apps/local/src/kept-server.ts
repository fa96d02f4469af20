import { setTimeout as pause } from 'node:timers/promises';
import { BackOff } from './back-off';
import type { LogBook } from './service-log';

/** A server process that its adapter started: the embedded event store or nats-server. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
  /** Whether it answers within the limit; absent where an end is all that can be noticed. */
  readonly isAnswering?: (limitMs: number) => Promise<boolean>;
  kill(signal: NodeJS.Signals): void;
}

export interface ServerStart {
  /** The one that died, whose address the new one takes; absent on the first start. */
  readonly before: Server | undefined;
  /** To be called when the server ends without having been stopped. */
  readonly onExit: (reason: string) => void;
}

export interface ServerKeeper {
  readonly logs: LogBook;
  readonly onChange: () => void;
  readonly health?: Health;
}

/** A server that does not answer so many times in a row within the limit hangs; it is killed and started again. */
interface Health {
  readonly everyMs: number;
  readonly limitMs: number;
  readonly missesMax: number;
}

/** Over a minute: a machine that was suspended or a disk that stalls for less is waited for. */
const healthByDefault: Health = { everyMs: 5_000, limitMs: 5_000, missesMax: 7 };

/** A server that is kept running: an unexpected end is followed by a new start, later and later. */
export class KeptServer {
  private server: Server | undefined;
  private starting: Promise<Server> | undefined;
  private startedAt = 0;
  private readonly stopping = new AbortController();
  private readonly backOff = new BackOff();

  constructor(
    readonly name: string,
    private readonly startOnce: (start: ServerStart) => Promise<Server>,
    private readonly keeper: ServerKeeper,
  ) {}

  get pid(): number | undefined {
    return this.server?.pid;
  }

  async start(): Promise<string> {
    let isUp = false;
    const ended = new AbortController();
    const onExit = (reason: string): void => {
      ended.abort();
      // An end before it was up is told by the start itself.
      if (isUp) void this.revive(reason);
    };
    this.startedAt = performance.now();
    this.starting = this.startOnce({ before: this.server, onExit });
    this.server = await this.starting;
    isUp = true;
    this.keeper.onChange();
    void this.watch(this.server, AbortSignal.any([ended.signal, this.stopping.signal]));
    return this.server.url;
  }

  async stop(limitMs: number): Promise<void> {
    this.stopping.abort();
    // A start that is under way cannot be called back: it is awaited and then undone.
    const server = await this.starting?.catch(() => undefined);
    if (!server) return;
    const timer = setTimeout(() => server.kill('SIGKILL'), Math.max(0, limitMs));
    await server.stop();
    clearTimeout(timer);
  }

  /** Kills a server that is alive and hangs; its end then brings the next one. */
  private async watch(server: Server, signal: AbortSignal): Promise<void> {
    const { isAnswering } = server;
    if (isAnswering === undefined) return;
    const { everyMs, limitMs, missesMax } = this.keeper.health ?? healthByDefault;
    for (let misses = 0; misses < missesMax; misses = (await isAnswering(limitMs)) ? 0 : misses + 1) {
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
    if (signal.aborted) return;
    const message = `is alive and does not answer (${missesMax} times in a row); killing it`;
    this.keeper.logs.say(this.name, 'error', message);
    server.kill('SIGKILL');
  }

  private async revive(reason: string): Promise<void> {
    for (let why = reason; !this.stopping.signal.aborted;) {
      const waitMs = this.backOff.after(performance.now() - this.startedAt);
      const message = `ended unexpectedly (${why}); starting it again in ${waitMs / 1000} s`;
      this.keeper.logs.say(this.name, 'error', message);
      await pause(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      try {
        await this.start();
        return;
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
    }
  }
}
