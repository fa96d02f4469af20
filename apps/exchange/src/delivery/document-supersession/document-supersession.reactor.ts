import { Injectable } from '@nestjs/common';
import { EventStore, stateOf, type StoredEvent, transact } from '@adapters/event-store';
import { delivery, deliveryStream } from '@domain/delivery';
import { deliveryCodec } from '@domain/delivery/events';
import { document, documentStream } from '@domain/document';
import { documentCodec, documentOfStream } from '@domain/document/events';
import { Clock, type ReactionMeta, reactionMeta } from '@runtime';
import { factIn, ReactionRefused } from '../../facts';

/** A document, the one that replaces it, and an agency that both were sent to. */
interface Replaced {
  readonly documentId: string;
  readonly replacement: string;
  readonly to: string;
}

/** The recipient has nothing there that could be replaced, or not yet: its arrival comes here again. */
const nothingThere: readonly string[] = ['not-found', 'already-refused', 'already-cancelled'];

/**
 * A document is out of force at a recipient once it arrived there, its replacement was accepted there, and its sender's
 * books know of the replacement. Each of these facts may be the last one; whichever is, finds the others.
 */
@Injectable()
export class DocumentSupersessionReactor {
  readonly name = 'document-supersession';
  readonly streamPrefixes = ['delivery-', 'document-'];
  readonly streamsAtOnce = 8;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const reaction = reactionMeta(event, this.name);
    const isOfDocument = documentOfStream(event.stream) !== undefined;
    const touched = isOfDocument ? replacedEverywhere(event) : await this.replacedAtDelivery(event);
    for (const replaced of touched) await this.settle(replaced, reaction);
  }

  private async replacedAtDelivery(event: StoredEvent): Promise<readonly Replaced[]> {
    const fact = factIn(deliveryCodec, event);
    if (fact?.type === 'ReceiptAccepted') {
      const { documentId: replacement, to } = fact.data;
      const { replaces } = await this.requestOf(event.stream);
      return replaces === undefined ? [] : [{ documentId: replaces.documentId, replacement, to }];
    }
    if (fact?.type !== 'DocumentArrived') return [];
    const { documentId, to } = fact.data;
    const { state } = await stateOf(this.store, document, documentStream(documentId));
    return state.status === 'Replaced' ? [{ documentId, replacement: state.replacedBy, to }] : [];
  }

  private async settle({ documentId, replacement, to }: Replaced, { meta, at }: ReactionMeta): Promise<void> {
    const taken = deliveryStream({ documentId: replacement, to });
    const officer = await this.acceptedBy(taken);
    if (officer === undefined) return;
    const { from: agency, symbol } = await this.requestOf(taken);
    const link = { documentId: replacement, agency, symbol };
    const act = { by: to, officer, replacement: link, replacementAccepted: true, at: at(this.clock) };
    const stream = deliveryStream({ documentId, to });
    const command = { type: 'SupersedeDocument', ...act } as const;
    const superseded = await transact(this.store, delivery, stream, command, meta);
    if ('refused' in superseded && !nothingThere.includes(superseded.refused)) {
      throw new ReactionRefused(this.name, stream, superseded.refused);
    }
  }

  /** What a delivery began with: its first fact. */
  private async requestOf(stream: string) {
    const { events } = await this.store.readStream(stream, { max: 1 });
    const first = events[0] && factIn(deliveryCodec, events[0]);
    if (first?.type !== 'DeliveryRequested') throw new ReactionRefused(this.name, stream, 'not-requested');
    return first.data;
  }

  /** The officer who accepted a document; nothing as long as nobody did. */
  private async acceptedBy(stream: string): Promise<string | undefined> {
    const { events } = await this.store.readStream(stream);
    for (const event of events) {
      const fact = factIn(deliveryCodec, event);
      if (fact?.type === 'ReceiptAccepted') return fact.data.officer;
    }
    return undefined;
  }
}

function replacedEverywhere(event: StoredEvent): readonly Replaced[] {
  const fact = factIn(documentCodec, event);
  if (fact?.type !== 'ReplacementIssued') return [];
  const { documentId, replacement, recipients } = fact.data;
  return recipients.map((to) => ({ documentId, replacement: replacement.documentId, to }));
}
