import { type StreamHead } from './event';

/** What the appender believes about the stream; a number is the exact revision of its last event. */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | number;

/** What is already recorded, asked lazily: most appends need none of it. */
export interface RecordedIds {
  /** Id of the event at a revision of this stream, committed or about to be. */
  at(revision: number): string | undefined;
  /** Revision at which this stream took an id, as far as the bounded memory of recent ids reaches. */
  recent(id: string): number | undefined;
}

export type AppendDecision =
  | { readonly decision: 'append' }
  | { readonly decision: 'already-recorded'; readonly lastRevision: number }
  | { readonly decision: 'wrong-revision'; readonly current: number | 'no_stream' }
  | { readonly decision: 'stream-deleted' };

/**
 * Decides one append or deletion as EventStoreDB does (`IndexWriter.CheckCommit`): an expectation equal to the head
 * always appends, an expectation behind the head is a repetition only when every id matches, one ahead is wrong.
 * A soft-deleted stream takes `no_stream` besides its true revision; a tombstoned one takes nothing.
 */
export function decideAppend(
  expected: ExpectedRevision,
  ids: readonly string[],
  head: StreamHead | undefined,
  recorded: RecordedIds,
): AppendDecision {
  const current = head?.revision ?? -1;
  const wrong: AppendDecision = { decision: 'wrong-revision', current: current < 0 ? 'no_stream' : current };
  const isSoftDeleted = head?.policy.isSoftDeleted === true;

  if (head?.isTombstoned === true) return { decision: 'stream-deleted' };
  if (expected === 'stream_exists') {
    if (head === undefined) return wrong;
    if (isSoftDeleted) return { decision: 'stream-deleted' };
  }
  if (expected === 'any' || expected === 'stream_exists') return decideByMemory(ids, recorded, wrong);

  const expectedRevision = expected === 'no_stream' ? -1 : expected;
  if (expectedRevision === current) return { decision: 'append' };
  if (expectedRevision > current || ids.length === 0) return wrong;
  const known = ids.findIndex((id, index) => recorded.at(expectedRevision + 1 + index) !== id);
  if (known === -1) return { decision: 'already-recorded', lastRevision: expectedRevision + ids.length };
  return expected === 'no_stream' && isSoftDeleted && known === 0 ? { decision: 'append' } : wrong;
}

function decideByMemory(
  ids: readonly string[],
  recorded: RecordedIds,
  wrong: AppendDecision,
): AppendDecision {
  const [first, ...rest] = ids;
  const firstRevision = first === undefined ? undefined : recorded.recent(first);
  if (firstRevision === undefined) return { decision: 'append' };
  let lastRevision = firstRevision;
  for (const id of rest) {
    const revision = recorded.recent(id);
    if (revision === undefined) return wrong;
    lastRevision = revision;
  }
  return { decision: 'already-recorded', lastRevision };
}
