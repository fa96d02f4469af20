import { type RecordedEvent, tombstoneRevision } from '../event';
import { firstPosition, logFormat, type LogState } from '../log-state';
import { decodeHead, decodeRecord, type StoredHead } from '../record.codec';
import {
  describedStream,
  isMetastream,
  noPolicy,
  parseStreamPolicy,
  type StreamPolicy,
} from '../stream-metadata';
import { counted } from './command';
import { type StoreReader } from './store-reader';

/** One thing that is not as it was written. */
export interface Damage {
  readonly what: string;
  readonly stream?: string;
  readonly revision?: number;
  readonly position?: number;
}

export interface SearchResult {
  readonly events: number;
  /** Streams that hold events, without the streams of metadata. */
  readonly streams: number;
  readonly lastPosition: number;
  readonly storeFormat: number;
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
}

interface Seen {
  readonly head: StoredHead | undefined;
  revision: number;
  position: number;
  policy: StreamPolicy;
  isTombstoned: boolean;
}

const missingListedMax = 1_000;

/**
 * Looks at every record of a store: checksums, records and revisions without holes, the index and the heads against
 * the log. Keeps about 200 bytes for each stream in memory.
 */
export class DamageSearch {
  private readonly heads = new Map<string, StoredHead | undefined>();
  private readonly names = new Map<number, string>();
  private readonly seen = new Map<string, Seen>();
  /** Positions without a readable record, with what is wrong: only the index knows whose they are. */
  private readonly unplaced = new Map<number, string>();
  /** `revision@stream` of what the log does not show. */
  private readonly missing = new Map<string, Damage>();
  private state: LogState | undefined;
  private storeFormat = logFormat;
  private lastPosition = 0;
  /** Where the index says that events begin, in order; made when the log itself cannot be walked. */
  private places: readonly number[] | undefined;
  private events = 0;
  private isLaterMoment = false;
  private times: { oldestMs?: number; newestMs?: number } = {};

  constructor(
    private readonly reader: StoreReader,
    private readonly report: (damage: Damage) => void,
    private readonly tellProgress: (line: () => string) => void = () => undefined,
  ) {}

  run(): SearchResult {
    this.tolerant('the state record', () => this.lookAtState());
    this.tolerant('the table of heads', () => this.lookAtHeads());
    this.lookAtLog();
    for (const [stream, head] of this.heads) if (head !== undefined) this.compareHead(stream, head);
    this.tolerant('the index', () => this.lookAtIndex());
    for (const [position, what] of this.unplaced) this.report({ what, position });
    for (const damage of this.missing.values()) this.report(damage);
    const streams = [...this.seen.keys()].filter((stream) => describedStream(stream) === undefined).length;
    const { oldestMs, newestMs } = this.times;
    const { events, lastPosition, storeFormat } = this;
    return { events, streams, lastPosition, storeFormat, oldestMs, newestMs };
  }

  private lookAtState(): void {
    const state = (this.state = this.reader.state());
    this.storeFormat = this.reader.storedFormat() ?? logFormat;
    const lastKey = this.reader.lastKey();
    this.lastPosition = Math.max(state?.lastPosition ?? 0, lastKey);
    if (state === undefined) this.report({ what: 'the state record has a wrong checksum or is missing' });
    else if (state.lastPosition !== lastKey) {
      const what = `the state record ends at position ${state.lastPosition}, the log at ${lastKey}`;
      this.report({ what, position: this.lastPosition });
    }
  }

  private lookAtHeads(): void {
    for (const { stream, record } of this.reader.heads()) {
      const head = decodeHead(stream, record);
      this.heads.set(stream, head);
      if (head === undefined) {
        this.report({ what: 'the head of the stream has a wrong checksum', stream });
        continue;
      }
      const other = this.names.get(head.streamNumber);
      if (other !== undefined) this.report({ what: `the stream has the same number as ${other}`, stream });
      this.names.set(head.streamNumber, stream);
    }
  }

  private lookAtLog(): void {
    let place = this.lastPosition === 0 ? undefined : firstPosition;
    while (place !== undefined && place <= this.lastPosition) {
      const at = place;
      this.tellProgress(
        () => `looked at ${counted(this.events, 'event')}, now at ${at} of ${this.lastPosition}`,
      );
      this.lookAtEvent(at);
      place = this.placeAfter(at);
    }
  }

  /** Each record tells where the next one begins: a place without one is looked at as well, to be found missing. */
  private placeAfter(place: number): number | undefined {
    const found = this.recordFrom(place + 1);
    const expected = this.expectedAfter(place, found);
    if (expected === undefined || expected > this.lastPosition) return found;
    if (found !== undefined && found < expected) {
      this.report({ what: 'a record begins inside the one before it', position: found });
    }
    return found === undefined ? expected : Math.min(found, expected);
  }

  /** Undefined when the record there cannot tell. */
  private expectedAfter(place: number, found: number | undefined): number | undefined {
    if (this.state !== undefined && place < this.state.offsetsFrom) return place + 1;
    const bytes = this.recordAt(place)?.length;
    if (bytes === undefined) return undefined;
    // Without its state record a folder does not say up to where events were numbered one by one.
    return this.state === undefined && found === place + 1 ? found : place + bytes;
  }

  /** Where the next record begins; where the log cannot be walked the index says where one should. */
  private recordFrom(place: number): number | undefined {
    try {
      return this.reader.nextKey(place);
    } catch {
      this.goOn();
      this.places ??= [...this.reader.index()].map(({ position }) => position).sort((a, b) => a - b);
      return this.places.find((position) => position >= place);
    }
  }

  private lookAtEvent(position: number): void {
    const event = this.eventAt(position);
    if (event === undefined) return;
    const { stream, revision } = event;
    const seen = this.seenOf(stream);
    this.events += 1;
    this.times = { oldestMs: this.times.oldestMs ?? event.createdMs, newestMs: event.createdMs };
    if (revision <= seen.revision) {
      this.report({ what: `the revision comes after revision ${seen.revision}`, stream, revision, position });
      return;
    }
    this.compareIndex(event, seen.head);
    seen.position = position;
    if (revision === tombstoneRevision) {
      seen.isTombstoned = true;
      return;
    }
    this.miss(stream, seen.revision + 1, revision - 1);
    seen.revision = revision;
    if (describedStream(stream) !== undefined) seen.policy = parseStreamPolicy(event.data);
  }

  private recordAt(position: number): Buffer | undefined {
    try {
      return this.reader.recordAt(position);
    } catch {
      this.goOn();
      return undefined;
    }
  }

  private eventAt(position: number): RecordedEvent | undefined {
    try {
      const record = this.reader.recordAt(position);
      const event = record && decodeRecord(record, position);
      if (event !== undefined) return event;
      this.unplaced.set(
        position,
        record === undefined ? 'the record is missing' : 'the checksum does not match',
      );
    } catch (error) {
      this.unplaced.set(position, `lmdb cannot read the record (${messageOf(error)})`);
      this.goOn();
    }
    return undefined;
  }

  private seenOf(stream: string): Seen {
    const known = this.seen.get(stream);
    if (known !== undefined) return known;
    const seen = {
      head: this.heads.get(stream),
      revision: -1,
      position: 0,
      policy: noPolicy,
      isTombstoned: false,
    };
    if (!this.heads.has(stream)) this.report({ what: 'the stream has no head', stream });
    this.seen.set(stream, seen);
    return seen;
  }

  private miss(stream: string, first: number, last: number): void {
    for (let revision = first; revision <= Math.min(last, first + missingListedMax); revision += 1) {
      this.missing.set(`${revision}@${stream}`, { what: 'the revision is missing', stream, revision });
    }
  }

  private compareIndex({ stream, revision, position }: RecordedEvent, head: StoredHead | undefined): void {
    if (head === undefined) return;
    this.tolerant('the index', () => {
      const place = this.reader.placeOf(head.streamNumber, revision);
      if (place === position) return;
      const what =
        place === undefined ? 'the index entry is missing' : `the index entry leads to position ${place}`;
      this.report({ what, stream, revision, position });
    });
  }

  /** Entries without a readable event: they tell whose a damaged record was, or lead nowhere. */
  private lookAtIndex(): void {
    for (const { streamNumber, revision, position } of this.reader.index()) {
      const stream = this.names.get(streamNumber);
      if (position > this.lastPosition && this.isLaterMoment) continue;
      const what = this.unplaced.get(position);
      if (what !== undefined) {
        this.unplaced.delete(position);
        this.missing.delete(`${revision}@${stream}`);
        this.report({ what, position, revision, ...(stream !== undefined && { stream }) });
      } else if (stream === undefined) {
        if (!this.isOfDamagedHead(position))
          this.report({ what: `the index names stream number ${streamNumber}, which has no head`, position });
      } else if (!this.hasEvent(stream, revision)) {
        const what = 'the index entry leads to the record of another event, or to none';
        this.report({ what, stream, revision, position });
      }
    }
  }

  private hasEvent(stream: string, revision: number): boolean {
    const { revision: last = -1, isTombstoned = false } = this.seen.get(stream) ?? {};
    if (revision === tombstoneRevision) return isTombstoned;
    return revision <= last && !this.missing.has(`${revision}@${stream}`);
  }

  private isOfDamagedHead(position: number): boolean {
    const event = this.eventAt(position);
    return event !== undefined && this.heads.get(event.stream) === undefined;
  }

  private compareHead(stream: string, head: StoredHead): void {
    const { revision = -1, position = 0, isTombstoned = false } = this.seen.get(stream) ?? {};
    if (head.revision > revision) this.miss(stream, revision + 1, head.revision);
    const isElsewhere = head.revision === revision && head.position !== position;
    if (head.revision < revision || (isElsewhere && !this.unplaced.has(head.position))) {
      const what = `the head says revision ${head.revision} at position ${head.position}`;
      this.report({ what, stream, revision, position });
    } else if ((head.isTombstoned === true) !== isTombstoned && !this.unplaced.has(head.position)) {
      this.report({ what: 'the head and the log differ in whether the stream is deleted', stream });
    }
    if (!isMetastream(stream)) this.comparePolicy(stream, head);
  }

  private comparePolicy(stream: string, head: StoredHead): void {
    const metadata = this.seen.get(`$$${stream}`);
    const isNewestSeen = metadata === undefined || metadata.head?.revision === metadata.revision;
    const policy = metadata?.policy ?? noPolicy;
    if (isNewestSeen && JSON.stringify(sorted(head.policy)) !== JSON.stringify(sorted(policy))) {
      this.report({ what: 'the head does not say what the last metadata event says', stream });
    }
  }

  /** After an error a later moment of the store is looked at: what was added since is not judged. */
  private goOn(): void {
    this.reader.renew();
    this.isLaterMoment = true;
  }

  private tolerant(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (typeof (error as { code?: unknown }).code !== 'number') throw error;
      this.report({ what: `lmdb cannot read ${what} (${messageOf(error)})` });
      this.goOn();
    }
  }
}

const sorted = (policy: StreamPolicy) => Object.entries(policy).sort(([a], [b]) => a.localeCompare(b));

const messageOf = (error: unknown): string => (error as Error).message;

/** One line for a person. */
export function damageLine({ what, stream, revision, position }: Damage): string {
  const places = [
    ...(stream === undefined ? [] : [`stream ${JSON.stringify(stream)}`]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(position === undefined ? [] : [`position ${position}`]),
  ];
  return places.length === 0 ? `damage: ${what}` : `damage: ${what}; ${places.join(', ')}`;
}
