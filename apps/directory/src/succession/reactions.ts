import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { runReactor, type Reactor, type ReactorProgress } from '@adapters/event-store';
import { ReadinessProbe, type Readiness, type ServiceContext } from '@runtime';
import type { KnownAgencies } from '../known-agencies';

/** Keeps the reactor of this service running, and tells what the service knows and how far it reacted. */
export class Reactions extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ended = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private progress: ReactorProgress | undefined;
  private broken: string | undefined;

  constructor(
    private readonly context: ServiceContext,
    private readonly agencies: KnownAgencies,
    private readonly reactor: Reactor,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** Finishes the event in hand and writes how far it came. */
  async onApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await this.running;
  }

  async probe(): Promise<Readiness> {
    const known = await this.agencies.probe();
    const { name } = this.reactor;
    const { lagMs = 0, parked = 0, caughtUp = false } = this.progress ?? {};
    const details = {
      ...known.details,
      [`${name}.lagMs`]: Math.round(lagMs),
      [`${name}.parked`]: parked,
      [`${name}.caughtUp`]: caughtUp,
      ...(this.broken === undefined ? {} : { [`${name}.problem`]: this.broken }),
    };
    return { ready: known.ready && this.broken === undefined, details };
  }

  private async run(): Promise<void> {
    const { store, log, metrics } = this.context;
    const { name } = this.reactor;
    const onProgress = (progress: ReactorProgress) => {
      metrics.reactorLagSeconds.set({ reactor: name }, progress.lagMs / 1000);
      const parkedNow = progress.parked - (this.progress?.parked ?? 0);
      if (parkedNow > 0) metrics.parked.inc({ reactor: name }, parkedNow);
      this.progress = progress;
    };
    try {
      await runReactor(store, this.reactor, { signal: this.ended.signal, log, onProgress });
    } catch (error) {
      this.broken = error instanceof Error ? error.message : String(error);
      log.error({ err: error, reactor: name }, `${name} no longer reacts: start this service again`);
    }
  }
}
