import { type Done, type KnownHistory, tokenAt } from '@contracts';

/** The reply of an accepted command, with the token that makes what it recorded readable. */
export const done = <A>(
  history: KnownHistory,
  transacted: { readonly position: bigint },
  answer: A,
): Done<A> => ({
  ok: true,
  answer,
  position: tokenAt(history, transacted.position),
});
