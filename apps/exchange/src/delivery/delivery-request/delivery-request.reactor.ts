import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import { delivery, deliveryStream } from '@domain/delivery';
import { documentCodec } from '@domain/document/events';
import { atMost, Clock, reactionMeta } from '@runtime';
import { ReactionRefused } from '../../reaction-refused';
import { requestsOf } from './delivery-request.policy';

const requestsAtOnce = 32;

/** DocumentIssued: every recipient's delivery begins. */
@Injectable()
export class DeliveryRequestReactor {
  readonly name = 'delivery-request';
  readonly streamPrefixes = ['document-'];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(documentCodec, event);
    if (fact?.type !== 'DocumentIssued') return;
    const { meta, at } = reactionMeta(event, this.name);
    await atMost(requestsAtOnce, requestsOf(fact.data, at(this.clock)), async (request) => {
      const stream = deliveryStream(request);
      const requested = await transact(this.store, delivery, stream, request, meta, { begun: [] });
      if ('refused' in requested) throw new ReactionRefused(this.name, stream, requested.refused);
    });
  }
}
