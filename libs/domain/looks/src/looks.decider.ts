import { accept, type Decider } from '@domain/decider';
import { looksCodec } from './looks.codec';
import type { Look, LooksEvent } from './looks.events';

export interface RecordLooks {
  readonly type: 'RecordLooks';
  readonly agency: string;
  readonly localDate: string;
  readonly batchId: string;
  /** At least one. */
  readonly looks: readonly Look[];
  readonly at: string;
}

/** The newest batches of the day, oldest first: whoever repeats one does so within so many. */
export interface LooksState {
  readonly batchIds: readonly string[];
}

/** How many batches are known again; what the state is made of, and all that a reader of the end has to fold. */
export const batchesKnownMax = 1_000;
/** Of one fact, so that a page of facts stays small for whoever reads over them. */
export const looksOfFactMax = 100;

/** A batch is recorded once. Its state is a window, so that a look costs the same at the end of the day. */
export const looksDecider: Decider<RecordLooks, LooksEvent, LooksState, never> = {
  initial: { batchIds: [] },
  decide: ({ agency, localDate, batchId, looks, at }, { batchIds }) => {
    if (batchIds.includes(batchId)) return accept();
    const facts = Array.from({ length: Math.ceil(looks.length / looksOfFactMax) }, (_, index) =>
      looks.slice(index * looksOfFactMax, (index + 1) * looksOfFactMax),
    );
    return accept(
      ...facts.map((part): LooksEvent => ({
        type: 'LooksRecorded',
        data: { agency, localDate, batchId, looks: part, at },
      })),
    );
  },
  evolve: (state, { data: { batchId } }) =>
    state.batchIds.at(-1) === batchId
      ? state
      : { batchIds: [...state.batchIds, batchId].slice(-batchesKnownMax) },
};

export const looks = { decider: looksDecider, codec: looksCodec };
