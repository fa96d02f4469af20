import type { EventStore } from '@adapters/event-store';
import type { Numbers } from '../../apps/bus/src/relay/numbering';
import { feedOf, numbersOf } from './feed-of';

/** Numbers as the read models would tell them, had they come as far as the store. */
export const numbersIn = (store: EventStore): Numbers => ({
  of: async (expected) => {
    const numbers = numbersOf(await feedOf(await store.readAll({ max: 100_000 })));
    const ids = expected.flatMap(({ copies }) => copies.map(({ msgId }) => msgId));
    const own = ids.flatMap((id): [string, number][] => {
      const number = numbers.get(id);
      return number === undefined ? [] : [[id, number]];
    });
    return { numbers: new Map(own), heldBack: new Set() };
  },
});
