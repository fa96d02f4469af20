import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { EventStore, factIn, stateOf, type StoredEvent, transact } from '@adapters/event-store';
import { delivery, deliveryStream } from '@domain/delivery';
import { deliveryCodec } from '@domain/delivery/events';
import { document, documentStream } from '@domain/document';
import { documentCodec, documentOfStream } from '@domain/document/events';
import { Clock, type ReactionMeta, reactionMeta } from '@runtime';
import { ReactionRefused } from '../../reaction-refused';

/** A document, the one that replaces it, and an agency that both were sent to. */
interface Replaced {
  readonly documentId: string;
  readonly replacement: string;
  readonly to: string;
}

/** About 150 bytes each. */
const heardMax = 20_000;

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
  /** Of documents whose issue was heard here: what replaces each, if anything does. The rest is read. */
  private readonly issued = new LRUCache<string, { readonly replacement?: string }>({ max: heardMax });
  /** Of deliveries whose request was heard here: what each replaces, if anything. */
  private readonly requested = new LRUCache<string, { readonly documentId?: string }>({ max: heardMax });

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const isOfDocument = documentOfStream(event.stream) !== undefined;
    const touched = isOfDocument ? this.replacedEverywhere(event) : await this.replacedAtDelivery(event);
    for (const replaced of touched) await this.settle(replaced, reactionMeta(event, this.name));
  }

  private async replacedAtDelivery(event: StoredEvent): Promise<readonly Replaced[]> {
    const fact = factIn(deliveryCodec, event);
    if (fact?.type === 'DeliveryRequested') this.requested.set(event.stream, fact.data.replaces ?? {});
    if (fact?.type === 'ReceiptAccepted') {
      const { documentId: replacement, to } = fact.data;
      const heard = this.requested.get(event.stream);
      const { documentId } = heard ?? (await this.requestOf(event.stream)).replaces ?? {};
      return documentId === undefined ? [] : [{ documentId, replacement, to }];
    }
    if (fact?.type !== 'DocumentArrived') return [];
    const { documentId, to } = fact.data;
    const { replacement } = this.issued.get(documentId) ?? (await this.replacementOf(documentId));
    return replacement === undefined ? [] : [{ documentId, replacement, to }];
  }

  private async replacementOf(documentId: string): Promise<{ readonly replacement?: string }> {
    const { state } = await stateOf(this.store, document, documentStream(documentId));
    return state.status === 'Replaced' ? { replacement: state.replacedBy } : {};
  }

  private replacedEverywhere(event: StoredEvent): readonly Replaced[] {
    const fact = factIn(documentCodec, event);
    if (fact?.type === 'DocumentIssued') this.issued.set(fact.data.documentId, {});
    if (fact?.type !== 'ReplacementIssued') return [];
    const { documentId, recipients, replacement: link } = fact.data;
    const { documentId: replacement } = link;
    if (this.issued.has(documentId)) this.issued.set(documentId, { replacement });
    return recipients.map((to) => ({ documentId, replacement, to }));
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
