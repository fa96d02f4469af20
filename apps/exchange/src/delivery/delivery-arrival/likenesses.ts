import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EventStore, type StoredEvent } from '@adapters/event-store';
import { localYear } from '@domain/codes';
import { deliveryStream, type Likeness } from '@domain/delivery';
import { deliveryCodec, type DeliveryEvent } from '@domain/delivery/events';
import { factIn } from '../../facts';

type Requested = Extract<DeliveryEvent, { type: 'DeliveryRequested' }>['data'];

const pageMax = 500;

/**
 * Which documents bear one number and symbol of one agency in one year. It is read from the log alone: at the first
 * question after a start the deliveries of all time, and before every answer whatever was requested since. A document
 * code holds the number and symbol, so that the same code is found by them too. About 100 bytes for each document.
 */
@Injectable()
export class Likenesses {
  /** Ids in the order of their first request, by a number of 48 bits: what is found is compared word for word. */
  private readonly documents = new Map<number, readonly string[]>();
  private last: bigint | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly store: EventStore) {}

  /**
   * What the delivery of this request may be a second copy of: the first earlier document that looks the same and went
   * to the same recipient. @throws StoreUnavailable
   */
  async earlierThan(requested: Requested, position: bigint): Promise<Likeness | undefined> {
    await this.reach(position);
    const { documentId, from, to, symbol, documentCode } = requested;
    const alike = this.documents.get(keyOf(requested)) ?? [];
    for (const earlierId of alike.slice(0, alike.indexOf(documentId))) {
      const other = await this.requestOf(earlierId, to);
      if (other === undefined || wordsOf(other) !== wordsOf(requested)) continue;
      const isSameCode = documentCode !== undefined && other.documentCode === documentCode;
      const earlier = { documentId: earlierId, agency: from, symbol };
      return { grounds: isSameCode ? 'document-code' : 'number-and-symbol', earlier };
    }
    return undefined;
  }

  private reach(position: bigint): Promise<void> {
    const reached = this.turn
      .catch(() => undefined)
      .then(async () => {
        if (this.last === undefined) await this.load();
        while ((this.last ?? -1n) < position && (await this.readOn()) > 0);
      });
    this.turn = reached;
    return reached;
  }

  private async load(): Promise<void> {
    const done = new AbortController();
    const head = await this.store.headPosition();
    const options = { streamPrefixes: ['delivery-'], signal: done.signal };
    for await (const delivered of this.store.subscribeAll(options)) {
      if ('caughtUp' in delivered) break;
      if ('stream' in delivered) this.note(delivered);
    }
    done.abort();
    if (head > (this.last ?? -1n)) this.last = head;
  }

  private async readOn(): Promise<number> {
    const after = this.last === undefined ? {} : { after: this.last };
    const events = await this.store.readAll({ ...after, max: pageMax });
    for (const event of events) this.note(event);
    return events.length;
  }

  private note(event: StoredEvent): void {
    this.last = event.position;
    if (!event.stream.startsWith('delivery-') || !event.type.startsWith('DeliveryRequested.')) return;
    const requested = requestIn(event);
    if (requested === undefined) return;
    const key = keyOf(requested);
    const alike = this.documents.get(key) ?? [];
    const { documentId } = requested;
    if (!alike.includes(documentId)) this.documents.set(key, [...alike, documentId]);
  }

  private async requestOf(documentId: string, to: string): Promise<Requested | undefined> {
    const { events } = await this.store.readStream(deliveryStream({ documentId, to }), { max: 1 });
    return events[0] && requestIn(events[0]);
  }
}

/** What cannot be read is like nothing: its own reactor sets it aside, and every other document arrives. */
function requestIn(event: StoredEvent): Requested | undefined {
  try {
    const fact = factIn(deliveryCodec, event);
    if (fact?.type !== 'DeliveryRequested') return undefined;
    keyOf(fact.data);
    return fact.data;
  } catch {
    return undefined;
  }
}

const wordsOf = ({ from, symbol, at }: Requested): string => `${from} ${localYear(at)} ${symbol}`;

const keyOf = (requested: Requested): number =>
  createHash('sha1').update(wordsOf(requested)).digest().readUIntBE(0, 6);
