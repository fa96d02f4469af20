import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventStore, extendPublicMapping } from '@adapters/event-store';
import { passesByWaiting } from '@contracts';
import { extensionTypes } from '@formats/public-facts';
import { Clock } from '@runtime';

const againMs = 1_000;

/**
 * Says in `installation-1` from where on more kinds of facts are told than the release before told. Whoever numbers
 * facts counts them behind that place only, so that a newer release never changes a number that was given.
 */
@Injectable()
export class PublicMappingExtension implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private extending: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.extending = this.untilTold();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.extending;
  }

  /** Until then those facts leave for nobody; nothing else waits for it. */
  private async untilTold(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await extendPublicMapping(this.store, extensionTypes, this.clock.now());
        return;
      } catch (error) {
        if (!passesByWaiting(error)) throw error;
        await pause(againMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
