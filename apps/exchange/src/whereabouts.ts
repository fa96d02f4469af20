import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { EventStore, factIn } from '@adapters/event-store';
import { deliveryId, type DeliveryKey, deliveryStream } from '@domain/delivery/events';
import { documentCodec, documentStream } from '@domain/document/events';

/** About 150 bytes each. */
const rememberedMax = 20_000;

/** Whose document it is and where it came to: read, heard or told once, for neither ever changes. */
@Injectable()
export class Whereabouts {
  private readonly owners = new LRUCache<string, string>({ max: rememberedMax });
  private readonly deliveries = new LRUCache<string, true>({ max: rememberedMax });

  constructor(private readonly store: EventStore) {}

  /** The agency whose document it is; nothing when there is none. @throws StoreUnavailable */
  async ownerOf(documentId: string): Promise<string | undefined> {
    const known = this.owners.get(documentId);
    if (known !== undefined) return known;
    const { events } = await this.store.readStream(documentStream(documentId), { max: 1 });
    const [first] = events;
    const owner = first === undefined ? undefined : factIn(documentCodec, first)?.data.agency;
    if (owner !== undefined) this.belongs(documentId, owner);
    return owner;
  }

  /** @throws StoreUnavailable */
  async isThere(key: DeliveryKey): Promise<boolean> {
    if (this.deliveries.has(deliveryId(key))) return true;
    const { events } = await this.store.readStream(deliveryStream(key), { max: 1 });
    if (events.length > 0) this.came(key);
    return events.length > 0;
  }

  /** Of a document that was recorded. */
  belongs(documentId: string, agency: string): void {
    this.owners.set(documentId, agency);
  }

  /** Of a delivery that was recorded. */
  came(key: DeliveryKey): void {
    this.deliveries.set(deliveryId(key), true);
  }
}
