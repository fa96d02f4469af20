import { Injectable } from '@nestjs/common';
import { delivery, deliveryStream } from '@domain/delivery';
import { deliveryCodec, type DeliveryEvent } from '@domain/delivery/events';
import { EventStore, transact, type StoredEvent } from '@adapters/event-store';
import { Clock, reactionMeta } from '@runtime';
import { factIn, ReactionRefused } from '../facts';

type Accepted = Extract<DeliveryEvent, { type: 'ReceiptAccepted' }>['data'];

/** The recipient has nothing there that could be replaced. */
const nothingThere: readonly string[] = ['not-found', 'already-refused', 'already-cancelled'];

/** ReceiptAccepted of a replacement: the document it replaces is out of force at this recipient. */
@Injectable()
export class DocumentSupersessionReactor {
  readonly name = 'document-supersession';
  readonly streamPrefixes = ['delivery-'];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(deliveryCodec, event);
    if (fact?.type !== 'ReceiptAccepted') return;
    const { documentId, from, to, officer }: Accepted = fact.data;
    const { replaces, symbol } = await this.requestOf(event.stream);
    if (replaces === undefined) return;
    const { meta, at } = reactionMeta(event, this.name);
    const replacement = { documentId, agency: from, symbol };
    const act = { by: to, officer, replacement, replacementAccepted: true, at: at(this.clock) };
    const stream = deliveryStream({ documentId: replaces.documentId, to });
    const command = { type: 'SupersedeDocument', ...act } as const;
    const superseded = await transact(this.store, delivery, stream, command, meta);
    if ('refused' in superseded && !nothingThere.includes(superseded.refused)) {
      throw new ReactionRefused(this.name, stream, superseded.refused);
    }
  }

  /** What the leg began with: its first fact. */
  private async requestOf(stream: string) {
    const { events } = await this.store.readStream(stream, { max: 1 });
    const first = events[0] && factIn(deliveryCodec, events[0]);
    if (first?.type !== 'DeliveryRequested') throw new ReactionRefused(this.name, stream, 'not-requested');
    return first.data;
  }
}
