import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent } from '@adapters/event-store';
import { localYear } from '@domain/codes';
import { deliveryStream, type Likeness } from '@domain/delivery';
import { deliveryCodec, type DeliveryEvent } from '@domain/delivery/events';

type Requested = Extract<DeliveryEvent, { type: 'DeliveryRequested' }>['data'];

/**
 * Which documents bear one number and symbol of one agency in one year. It is read from the log alone: with the first
 * request after a start the deliveries of all time, then each request as its reactor hears of it. A document code
 * holds the number and symbol, so that the same code is found by them too. About 100 bytes for each document.
 */
@Injectable()
export class Likenesses {
  /** Ids in the order of their first request, by a number of 48 bits: what is found is compared word for word. */
  private readonly documents = new Map<number, readonly string[]>();
  private loaded: Promise<void> | undefined;

  constructor(private readonly store: EventStore) {}

  /**
   * Takes a request in, in the order of the log, before anybody asks about it or a later one.
   * @throws StoreUnavailable while the past cannot be read; taken in again, nothing is doubled
   */
  async take(requested: Requested): Promise<void> {
    this.loaded ??= this.load().catch((error: unknown) => {
      this.loaded = undefined;
      throw error;
    });
    await this.loaded;
    this.note(requested);
  }

  /**
   * What the delivery of this request, taken in before, may be a second copy of: the first earlier document that looks
   * the same and went to the same recipient. @throws StoreUnavailable
   */
  async earlierThan(requested: Requested): Promise<Likeness | undefined> {
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

  /** What was requested before the process began, and meanwhile. */
  private async load(): Promise<void> {
    const done = new AbortController();
    const options = { streamPrefixes: ['delivery-'], signal: done.signal };
    for await (const delivered of this.store.subscribeAll(options)) {
      if ('caughtUp' in delivered) break;
      const requested = 'stream' in delivered ? requestIn(delivered) : undefined;
      if (requested !== undefined) this.note(requested);
    }
    done.abort();
  }

  private note(requested: Requested): void {
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
  if (!event.type.startsWith('DeliveryRequested.')) return undefined;
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
