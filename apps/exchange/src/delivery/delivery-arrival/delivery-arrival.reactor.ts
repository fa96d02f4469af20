import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import { delivery } from '@domain/delivery';
import { deliveryCodec } from '@domain/delivery/events';
import { Clock, reactionMeta } from '@runtime';
import { ReactionRefused } from '../../reaction-refused';
import { Whereabouts } from '../../whereabouts';
import { CarriedAgencies } from '../carried-agencies';
import { Likenesses } from './likenesses';
import { WholeContents } from './whole-contents';

/**
 * DeliveryRequested: once every part is here and whole, the document has arrived (01), and never before; what looks
 * like a document that came earlier is told in the same step. Of recipients outside their carrier tells.
 */
@Injectable()
export class DeliveryArrivalReactor {
  readonly name = 'delivery-arrival';
  readonly streamPrefixes = ['delivery-'];
  /** A document goes to as many as 1,000 agencies at once. */
  readonly streamsAtOnce = 16;

  constructor(
    private readonly store: EventStore,
    private readonly whole: WholeContents,
    private readonly likenesses: Likenesses,
    private readonly carried: CarriedAgencies,
    private readonly whereabouts: Whereabouts,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(deliveryCodec, event);
    if (fact?.type !== 'DeliveryRequested') return;
    await this.likenesses.take(fact.data);
    const { documentId, from, to, contents } = fact.data;
    this.whereabouts.came({ documentId, to });
    if (this.carried.has(to)) return;
    for (const { sha256 } of contents) await this.whole.assert(from, sha256);
    const suspected = await this.likenesses.earlierThan(fact.data);
    const { meta, at } = reactionMeta(event, this.name);
    const arrival = { type: 'RecordArrival', at: at(this.clock), ...(suspected && { suspected }) } as const;
    const begun = event.revision === 0n ? { begun: [event] } : {};
    const arrived = await transact(this.store, delivery, event.stream, arrival, meta, begun);
    if ('refused' in arrived) throw new ReactionRefused(this.name, event.stream, arrived.refused);
  }
}
