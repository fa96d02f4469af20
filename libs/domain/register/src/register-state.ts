import type { StateCodec } from '@domain/decider';
import { type Entries, entriesOf, type Entry, type EntryLines, entryOf, linesOf } from './entries';
import type { Book } from './register.events';

export interface RegisterState {
  readonly book: Book | undefined;
  /** Numbers 1 to `last` are allocated or voided, or were given before the book was opened here: no others are. */
  readonly last: number;
  readonly entries: Entries;
}

/** The number standing under a key, when there is one and it was not voided. */
export function numberOf(state: RegisterState, key: string): number | undefined {
  const entry = entryOf(state.entries, key);
  return entry === undefined || entry.voided ? undefined : entry.number;
}

/** What stands under a key, voided or not. */
export const entryUnder = (state: RegisterState, key: string): Entry | undefined =>
  entryOf(state.entries, key);

interface Head {
  readonly book?: Book;
  readonly last: number;
}

/** The book and how far it is filled, then its entries. */
export const registerStates: StateCodec<RegisterState> = {
  *parts({ book, last, entries }) {
    yield { ...(book === undefined ? {} : { book }), last } satisfies Head;
    yield* linesOf(entries);
  },

  read(parts) {
    const [head, ...lines] = parts as readonly [Head, ...EntryLines[]];
    return { book: head.book, last: head.last, entries: entriesOf(lines) };
  },
};
