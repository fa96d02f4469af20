import { START } from '@eventstore/db-client';
import type { Followed, Mark, Subscription } from './catch-up';
import { type EventStore, type Place, placeOf, type StoredEvent } from './event-store';
import { standingPlace } from './place';

const pageEvents = 500;

/** One stream, which need not exist yet. A bare place is a revision. */
export class FollowedStream implements Followed<StoredEvent> {
  steps = 0;
  private passed = -1n;

  constructor(
    private readonly store: EventStore,
    private readonly from: (revision: bigint | typeof START) => Subscription,
    private readonly stream: string,
    private after: Place | undefined,
  ) {}

  async subscribe(): Promise<Subscription> {
    const revision = await this.goOn();
    return this.from(revision < 0n ? START : revision);
  }

  async *pages(): AsyncGenerator<readonly StoredEvent[]> {
    for (let from = (await this.goOn()) + 1n; ;) {
      const { events } = await this.store.readStream(this.stream, { from, max: pageEvents });
      yield events;
      const last = events.at(-1);
      if (last === undefined || events.length < pageEvents) return;
      from = last.revision + 1n;
    }
  }

  admit(each: StoredEvent | Mark): StoredEvent | undefined {
    if (!('stream' in each) || each.revision <= this.passed) return undefined;
    this.passed = each.revision;
    this.steps += 1;
    this.after = placeOf(each);
    return each;
  }

  async isBehind(): Promise<boolean> {
    const { events } = await this.store.readStream(this.stream, { direction: 'backwards', max: 1 });
    return (events[0]?.revision ?? -1n) !== this.passed;
  }

  lostPlace(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  private async goOn(): Promise<bigint> {
    if (typeof this.after === 'object') this.after = await standingPlace(this.store, this.after);
    this.passed = typeof this.after === 'object' ? this.after.revision : (this.after ?? -1n);
    return this.passed;
  }
}
