import { tombstoneRevision } from '../event';
import { decodeRecord } from '../record.codec';
import { type CopiedEvent, tombstoneOnTheWire } from './copied-event';
import { type StoreReader } from './store-reader';

const renewEvery = 1_000;

/** Every event of a folder in the order of the log. Throws at a record that cannot be read. */
export function* eventsIn(reader: StoreReader): Generator<CopiedEvent, void, undefined> {
  for (let after = 0, taken = renewEvery; taken === renewEvery;) {
    taken = 0;
    for (const { position, record } of reader.records(after, renewEvery)) {
      yield copiedRecord(record, position);
      after = position;
      taken += 1;
    }
    // The log only grows, and a moment held for long would make the file of a running node grow.
    reader.renew();
  }
}

function copiedRecord(record: Buffer, position: number): CopiedEvent {
  const event = decodeRecord(record, position);
  if (event === undefined) throw new Error(`Position ${position} cannot be read; run verify on the folder.`);
  const revision = event.revision === tombstoneRevision ? tombstoneOnTheWire : BigInt(event.revision);
  return { ...event, revision, place: String(position) };
}
