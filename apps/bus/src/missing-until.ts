import { commitIn, type KnownHistory, type Refused, refusedBy } from '@contracts';

/**
 * Nothing when what a caller was told is seen, or nothing was told; else why the question cannot be answered.
 * @param after token of a position
 */
export async function missingUntil(
  after: string | undefined,
  history: KnownHistory,
  see: (commit: bigint) => Promise<boolean>,
): Promise<Refused | undefined> {
  if (after === undefined) return undefined;
  const commit = commitIn(history, after);
  if (commit === undefined)
    return refusedBy('request', 'malformed', [{ pointer: '/body/after', detail: 'is no position' }]);
  if (typeof commit !== 'bigint') return commit;
  return (await see(commit)) ? undefined : refusedBy('position', 'not-visible-yet');
}

/** For what is read to the end of its one stream: nothing has to be waited for but the store itself. */
export const reachedBy =
  (store: { headPosition(): Promise<bigint> }) =>
  async (commit: bigint): Promise<boolean> =>
    (await store.headPosition()) >= commit;
