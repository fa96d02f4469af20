import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import { agency, agencyStream } from '@domain/agency';
import { handoverCodec } from '@domain/handover/events';
import { Clock, reactionMeta } from '@runtime';

/**
 * DeskHandedOver: leave cover on the list ends, whether the officer was away or covered a colleague. What ended
 * already, as with a dismissal, ends no second time.
 */
@Injectable()
export class DeskLendingsReactor {
  readonly name = 'desk-lendings';
  readonly streamPrefixes = ['handover-'];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(handoverCodec, event);
    if (fact?.type !== 'DeskHandedOver') return;
    const { agency: code, deskLendings = [], reason } = fact.data;
    for (const lendingId of deskLendings) {
      const { meta, at } = reactionMeta(event, `${this.name} ${lendingId}`);
      const end = { type: 'EndDeskLending', agency: code, lendingId, reason, at: at(this.clock) } as const;
      await transact(this.store, agency, agencyStream(code), end, meta);
    }
  }
}
