import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Fact, plainState, type StateCodec } from '@domain/decider';
import type { EventStore, StoredEvent } from './event-store';
import type { Folded, FoldOf } from './folded';
import type { Snapshot, SnapshotOf } from './snapshot-file';
import { SnapshotFolder, type SnapshotFolderOptions } from './snapshot-folder';

export interface SnapshotsOptions extends SnapshotFolderOptions {
  /** Of all code that folds: with another one every snapshot is of no use. */
  readonly code: string;
  /** As it was when the process began: what it folds is of that history. */
  readonly history: { readonly storeId: string; readonly epoch: number };
}

/** A stream is kept anew when it is so many events past the last time. */
const everyEvents = 1_000n;
/** Streams of which is remembered when they were kept; of others it is done once more. */
const streamsMax = 10_000;
/** Of a file; another form gets another number. */
const form = 1;

/**
 * Folded states of long streams in files, so that a start need not fold them whole. Derived data: they may be deleted
 * at any time, and what is not borne out by store, history and code is not used.
 */
export class Snapshots {
  private readonly files: SnapshotFolder;

  constructor(private readonly options: SnapshotsOptions) {
    this.files = new SnapshotFolder(options);
  }

  /** Those of one kind of stream. */
  of<E extends Fact, S>(kind: FoldOf<E, S>): KeptStates<S> {
    const { code, history } = this.options;
    const { decider, codec, states = plainState } = kind;
    const folding = [form, code, decider.evolve.toString(), codec.versions];
    const sum = createHash('sha256').update(JSON.stringify(folding)).digest('hex');
    return new KeptStates<S>(this.files, states, { ...history, code: sum });
  }

  /** Resolves when everything that was kept so far is written, or has failed. */
  settled(): Promise<void> {
    return this.files.settled();
  }
}

/** A state that was kept, the event it was kept at, and those since. */
interface Resumed<S> {
  readonly state: S;
  readonly last: StoredEvent;
  readonly since: readonly StoredEvent[];
}

/** Snapshots of the streams of one kind. */
export class KeptStates<S> {
  /** By stream, the revision it was kept at last. */
  private readonly keptAt = new LRUCache<string, bigint>({ max: streamsMax });

  constructor(
    private readonly files: SnapshotFolder,
    private readonly states: StateCodec<S>,
    private readonly now: Pick<SnapshotOf, 'storeId' | 'epoch' | 'code'>,
  ) {}

  /**
   * Where a stream can be folded on from, `through` a revision or to its end; nothing when no state was kept that the
   * store bears out. Event ids follow from commands: that what came before is the same as well, epoch and instant say.
   * @throws StoreUnavailable
   */
  async resumed(store: EventStore, stream: string, through?: bigint): Promise<Resumed<S> | undefined> {
    const found = await this.files.read(stream);
    if (found === undefined) return undefined;
    const { of } = found;
    const isOfNow = isSame(of, { ...of, stream, ...this.now }) && /^\d{1,18}$/.test(of.revision);
    if (!isOfNow) return this.unfit(stream, 'another');
    const revision = BigInt(of.revision);
    this.keptAt.set(stream, revision);
    if (through !== undefined && through < revision) return undefined;
    const most = through === undefined ? {} : { max: Number(through - revision) + 1 };
    const { events } = await store.readStream(stream, { from: revision, ...most });
    const [last, ...since] = events;
    if (last === undefined || !isSame(of, { ...of, ...placeIn(last) }))
      return this.unfit(stream, 'not in the store');
    const state = this.read(found);
    if (state === undefined) return this.unfit(stream, 'not readable');
    this.files.used();
    return { ...state, last, since };
  }

  /** Whether enough has come since the last time. */
  isDue(stream: string, { revision }: Pick<Folded<S>, 'revision'>): boolean {
    return revision !== 'absent' && revision - (this.keptAt.get(stream) ?? -1n) >= everyEvents;
  }

  /** Keeps the state when it is due; written later, beside other work. Never fails. */
  offer(stream: string, folded: Pick<Folded<S>, 'state' | 'revision'>, last: StoredEvent): void {
    if (!this.isDue(stream, folded)) return;
    this.keptAt.set(stream, last.revision);
    this.files.put({ of: { stream, ...placeIn(last), ...this.now }, parts: this.states.parts(folded.state) });
  }

  /** What was once kept must not fail a command, whatever it is. */
  private read({ parts }: Snapshot): { readonly state: S } | undefined {
    try {
      return { state: this.states.read(parts) };
    } catch {
      return undefined;
    }
  }

  private unfit(stream: string, because: 'another' | 'not in the store' | 'not readable'): undefined {
    this.keptAt.delete(stream);
    this.files.unfit(stream, because);
  }
}

const placeIn = ({ revision, id: eventId, recordedAt }: StoredEvent) => ({
  revision: String(revision),
  eventId,
  recordedAt,
});

const isSame = (a: SnapshotOf, b: SnapshotOf): boolean =>
  Object.entries(b).every(([name, value]) => a[name as keyof SnapshotOf] === value);
