import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { runReactor, type Reactor, type ReactorProgress } from '@adapters/event-store';
import { ReadinessProbe, type Readiness, type ServiceContext } from '@runtime';
import type { Reconciler } from './reconciler/reconciler';

/** Keeps the reactors of this service running from its start to its end, and tells how far behind they are. */
export class Reactions extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ended = new AbortController();
  private running: readonly Promise<void>[] = [];
  private readonly progress = new Map<string, ReactorProgress>();
  private readonly broken = new Map<string, string>();

  constructor(
    private readonly context: ServiceContext,
    private readonly reactors: readonly Reactor[],
    private readonly reconciler: Reconciler,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.running = [...this.reactors.map((reactor) => this.run(reactor)), this.reconcile()];
  }

  /** Each reactor finishes the event in its hands and writes how far it came. */
  async onApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.running);
  }

  /**
   * A reactor that is behind or has set events aside is told; only one that no longer runs makes the service
   * unready.
   */
  probe(): Promise<Readiness> {
    const details: Record<string, string | number | boolean> = { ...this.reconciler.details };
    for (const [name, { lagMs, parked, caughtUp }] of this.progress) {
      details[`${name}.lagMs`] = Math.round(lagMs);
      details[`${name}.parked`] = parked;
      details[`${name}.caughtUp`] = caughtUp;
    }
    for (const [name, problem] of this.broken) details[`${name}.problem`] = problem;
    return Promise.resolve({ ready: this.broken.size === 0, details });
  }

  private async run(reactor: Reactor): Promise<void> {
    const { store, log } = this.context;
    const { name } = reactor;
    const onProgress = (progress: ReactorProgress) => this.note(name, progress);
    try {
      await runReactor(store, reactor, { signal: this.ended.signal, log, onProgress });
    } catch (error) {
      this.broken.set(name, error instanceof Error ? error.message : String(error));
      log.error({ err: error, reactor: name }, `${name} no longer reacts: start this service again`);
    }
  }

  private async reconcile(): Promise<void> {
    try {
      await this.reconciler.run(this.ended.signal);
    } catch (error) {
      this.broken.set('reconciler', error instanceof Error ? error.message : String(error));
      this.context.log.error({ err: error }, 'deliveries are no longer reconciled: start this service again');
    }
  }

  private note(reactor: string, progress: ReactorProgress): void {
    const { metrics } = this.context;
    const parkedNow = progress.parked - (this.progress.get(reactor)?.parked ?? 0);
    metrics.reactorLagSeconds.set({ reactor }, progress.lagMs / 1000);
    if (parkedNow > 0) metrics.parked.inc({ reactor }, parkedNow);
    this.progress.set(reactor, progress);
  }
}
