import { accept, type Decider } from '@domain/decider';
import { secrecyCodec } from './secrecy.codec';
import type { SecrecyEvent } from './secrecy.events';

export interface CountRefusedSecret {
  readonly type: 'CountRefusedSecret';
  readonly agency: string;
  readonly localDate: string;
  readonly at: string;
}

/** How many documents marked secret were turned away, by local date. */
export interface SecrecyState {
  readonly refusedByDate: Readonly<Record<string, number>>;
}

/** Nothing of the document may be kept, so nothing here can tell a repeat: the command's id does that in `transact`. */
export const secrecyDecider: Decider<CountRefusedSecret, SecrecyEvent, SecrecyState, never> = {
  initial: { refusedByDate: {} },
  decide: ({ agency, localDate, at }) =>
    accept({ type: 'SecretDocumentRefused', data: { agency, localDate, at } }),
  evolve: ({ refusedByDate }, { data: { localDate } }) => ({
    refusedByDate: { ...refusedByDate, [localDate]: (refusedByDate[localDate] ?? 0) + 1 },
  }),
};

export const secrecy = { decider: secrecyDecider, codec: secrecyCodec };
