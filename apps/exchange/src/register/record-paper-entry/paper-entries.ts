import { Injectable } from '@nestjs/common';
import { EventStore, factIn, stateOf, StreamCache } from '@adapters/event-store';
import { type Metadata, type Refused, refusedBy } from '@contracts';
import { documentTypeCodes, numberSeries } from '@domain/codes';
import {
  type Book,
  entryUnder,
  paperKey,
  register,
  registerCodec,
  type RegisterEvent,
  type RegisterState,
  registerStream,
} from '@domain/register';
import type { Recorded } from '../../finished-from';

/** The books of one agency and year that hold what left, or what came. */
export interface Shelf {
  readonly agency: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly bookYear: number;
}

/** Where an entry stands. */
export interface Standing {
  readonly book: Book;
  readonly key: string;
  readonly number: number;
  readonly voided: boolean;
}

const outgoingSeries = [
  ...new Set([
    ...documentTypeCodes.map((documentType) => numberSeries({ documentType })),
    numberSeries({ documentType: 'CV', copyOf: { kind: 'SY' } }),
  ]),
];
const eventsAtOnce = 200;

/** Finds what was entered on paper: its number, and the facts about it. */
@Injectable()
export class PaperEntries {
  constructor(
    private readonly store: EventStore,
    private readonly cache: StreamCache<RegisterState>,
  ) {}

  /** Another type would be another series, so every book on the shelf is looked into. */
  async find({ agency, direction, bookYear }: Shelf, entryId: string): Promise<Standing | undefined> {
    const key = paperKey(entryId);
    const { store, cache } = this;
    const found = await Promise.all(
      (direction === 'incoming' ? ['incoming'] : outgoingSeries).map(async (series) => {
        const book = { agency, series, bookYear };
        const { state } = await stateOf(store, register, registerStream(book), { cache });
        const entry = entryUnder(state, key);
        return entry === undefined ? [] : [{ book, key, ...entry }];
      }),
    );
    return found.flat()[0];
  }

  /**
   * The fact of this type about an entry, when this very command recorded it.
   * @returns a refusal when its id stands for another content; nothing when another command recorded it.
   */
  async recordedBy<T extends RegisterEvent['type']>(
    { commandId, commandHash }: Metadata,
    { book, key, number }: Standing,
    type: T,
  ): Promise<Recorded<Extract<RegisterEvent, { type: T }>> | Refused | undefined> {
    const stream = registerStream(book);
    // Every number took at least one event.
    for (let from = BigInt(number - 1); ; from += BigInt(eventsAtOnce)) {
      const { events } = await this.store.readStream(stream, { from, max: eventsAtOnce });
      for (const stored of events) {
        const event = factIn(registerCodec, stored);
        if (event?.type !== type || event.data.key !== key) continue;
        const { metadata, position } = stored;
        if (metadata.commandId !== commandId) return undefined;
        return metadata.commandHash === commandHash
          ? { event: event as Extract<RegisterEvent, { type: T }>, position }
          : refusedBy('register', 'idempotency-key-reused');
      }
      if (events.length < eventsAtOnce) return undefined;
    }
  }
}
