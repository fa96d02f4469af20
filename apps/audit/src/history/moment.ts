import type { StoredEvent } from '@adapters/event-store';
import type { HistoryQuery } from '@contracts';

/** The moment a history is asked for. */
export type Moment =
  | { readonly by: 'now' }
  /** By when things occurred. */
  | { readonly by: 'at'; readonly at: string }
  /** By when the store recorded them: what was known then. */
  | { readonly by: 'recordedAt'; readonly recordedAt: string }
  /** Of the stream the question names. */
  | { readonly by: 'revision'; readonly revision: bigint }
  /** Of the whole store: what a revision of one stream comes to for the others. */
  | { readonly by: 'position'; readonly position: bigint };

export function momentOf({ at, recordedAt, revision }: HistoryQuery): Moment | 'one-moment-only' {
  if ([at, recordedAt, revision].filter((each) => each !== undefined).length > 1) return 'one-moment-only';
  if (at !== undefined) return { by: 'at', at };
  if (recordedAt !== undefined) return { by: 'recordedAt', recordedAt };
  if (revision !== undefined) return { by: 'revision', revision: BigInt(revision) };
  return { by: 'now' };
}

/** One event of a stream: as it is stored, and when what it tells occurred. */
export interface Recorded {
  readonly stored: Pick<StoredEvent, 'revision' | 'position' | 'recordedAt'>;
  readonly event: { readonly data: { readonly at: string } };
}

/** The events of one stream up to a moment: always a beginning of the stream, never one with holes. */
export function upTo<R extends Recorded>(moment: Moment, stream: readonly R[]): readonly R[] {
  const end = stream.findIndex((recorded) => isAfter(moment, recorded));
  return end === -1 ? stream : stream.slice(0, end);
}

function isAfter(moment: Moment, { stored, event }: Recorded): boolean {
  switch (moment.by) {
    case 'now':
      return false;
    case 'at':
      return event.data.at > moment.at;
    case 'recordedAt':
      return stored.recordedAt > moment.recordedAt;
    case 'revision':
      return stored.revision > moment.revision;
    case 'position':
      return stored.position > moment.position;
  }
}
