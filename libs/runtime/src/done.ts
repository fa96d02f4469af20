import { positionToken, type Done } from '@contracts';

/** The reply of an accepted command, with the token that makes what it recorded readable. */
export const done = <A>(
  context: { readonly storeId: string },
  transacted: { readonly position: bigint },
  answer: A,
): Done<A> => ({
  ok: true,
  answer,
  position: positionToken({ storeId: context.storeId, commit: transacted.position }),
});
