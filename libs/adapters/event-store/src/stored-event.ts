import type { RecordedEvent } from '@eventstore/db-client';
import { type Metadata, positionFrom } from '@contracts';
import type { StoredEvent } from './event-store';

/** Any event of the store, also one that is not JSON or that somebody else wrote. */
export function storedEvent(recorded: RecordedEvent): StoredEvent {
  const { streamId, id, type, data, metadata, revision, position, created } = recorded;
  return {
    stream: streamId,
    id,
    type,
    data,
    metadata: isMetadata(metadata) ? metadata : blankMetadata,
    revision,
    position: positionFrom(position?.commit) ?? -1n,
    recordedAt: created.toISOString(),
  };
}

const isMetadata = (metadata: unknown): metadata is Metadata =>
  typeof metadata === 'object' && metadata !== null && 'v' in metadata && metadata.v === 1;

const blankMetadata: Metadata = {
  v: 1,
  commandId: '',
  commandHash: '',
  $correlationId: '',
  $causationId: '',
  actor: { agency: '', officer: '', role: '' },
  source: 'import',
};
