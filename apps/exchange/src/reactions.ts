import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { runReactor, type Reactor } from '@adapters/event-store';
import { ReadinessProbe, type Readiness, type ServiceContext } from '@runtime';

/** Keeps the reactors of this service running from its start to its end, and tells how far behind they are. */
export class Reactions extends ReadinessProbe implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ended = new AbortController();
  private running: readonly Promise<void>[] = [];
  private readonly broken = new Map<string, string>();

  constructor(
    private readonly context: ServiceContext,
    private readonly reactors: readonly Reactor[],
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.running = this.reactors.map((reactor) => this.run(reactor));
  }

  /** Each reactor finishes the event in its hands and writes how far it came. */
  async onApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.running);
  }

  probe(): Promise<Readiness> {
    const details: Record<string, string | number> = {};
    for (const [name, problem] of this.broken) details[`${name}.problem`] = problem;
    return Promise.resolve({ ready: this.broken.size === 0, details });
  }

  private async run(reactor: Reactor): Promise<void> {
    const { store, log } = this.context;
    try {
      await runReactor(store, reactor, { signal: this.ended.signal, log });
    } catch (error) {
      this.broken.set(reactor.name, error instanceof Error ? error.message : String(error));
      log.error({ err: error, reactor: reactor.name }, `${reactor.name} no longer reacts`);
    }
  }
}
