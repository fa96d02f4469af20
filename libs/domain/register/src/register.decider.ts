import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { entryOf, type Entries, noEntries, withEntry } from './entries';
import { registerCodec } from './register.codec';
import type { Book, RegisterEvent } from './register.events';

export type RegisterCommand =
  | ({
      readonly type: 'AllocateNumber';
      readonly key: string;
      readonly officer: string;
      readonly at: string;
    } & Book)
  | {
      readonly type: 'VoidNumber';
      readonly key: string;
      readonly reason: string;
      /** Absent when the house voids it by itself. */
      readonly officer?: string;
      /** The leader who approved it. */
      readonly approvedBy?: string;
      readonly at: string;
    };

export type RegisterRefusal = 'number-voided' | 'no-number-for-key';

export interface RegisterState {
  readonly book: Book | undefined;
  /** Numbers 1 to `last` are allocated or voided; there are no others. */
  readonly last: number;
  readonly entries: Entries;
}

/** The number standing under a key, when there is one and it was not voided. */
export function numberOf(state: RegisterState, key: string): number | undefined {
  const entry = entryOf(state.entries, key);
  return entry === undefined || entry.voided ? undefined : entry.number;
}

export const registerDecider: Decider<RegisterCommand, RegisterEvent, RegisterState, RegisterRefusal> = {
  initial: { book: undefined, last: 0, entries: noEntries },

  decide(command, state): Decision<RegisterEvent, RegisterRefusal> {
    const entry = entryOf(state.entries, command.key);
    switch (command.type) {
      case 'AllocateNumber': {
        if (entry !== undefined) return entry.voided ? refuse('number-voided') : accept();
        const { type: _, ...allocation } = command;
        return accept({ type: 'NumberAllocated', data: { ...allocation, number: state.last + 1 } });
      }
      case 'VoidNumber': {
        if (entry === undefined || state.book === undefined) return refuse('no-number-for-key');
        if (entry.voided) return accept();
        const { type: _, ...voided } = command;
        return accept({ type: 'NumberVoided', data: { ...state.book, number: entry.number, ...voided } });
      }
      default:
        return impossible(command);
    }
  },

  evolve(state, event) {
    const { agency, series, bookYear, number, key } = event.data;
    switch (event.type) {
      case 'NumberAllocated':
        return {
          book: state.book ?? { agency, series, bookYear },
          last: number,
          entries: withEntry(state.entries, key, { number, voided: false }),
        };
      case 'NumberVoided':
        return { ...state, entries: withEntry(state.entries, key, { number, voided: true }) };
      default:
        return impossible(event);
    }
  },
};

export const register = { decider: registerDecider, codec: registerCodec };
