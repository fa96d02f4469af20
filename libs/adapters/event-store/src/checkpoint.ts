import { positionFrom } from '@contracts';
import {
  type EventPlace,
  type EventStore,
  type ExpectedRevision,
  placeOf,
  type StoredEvent,
} from './event-store';
import { HistoryLost, StreamMoved } from './failures';
import { placeToGoOnFrom, standingPlace } from './place';
import { noted } from './reactor-metadata';
import type { RunnerEvent } from './runner.codec';
import type { TroubleLog } from './trouble-log';

/** Where a reactor goes on: after an event, or, as earlier releases noted it, after a bare position. */
type Reached = EventPlace | bigint | undefined;

/** How far a reactor came, as its stream `checkpoint-<name>` holds it. */
export class Checkpoint {
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly store: EventStore,
    private readonly stream: string,
    private revision: ExpectedRevision,
    private saved: Reached,
  ) {}

  /**
   * A checkpoint whose event is not in this store, or that names no position of it, says nothing: the reactor begins
   * at the first event, which is told.
   */
  static async open(store: EventStore, reactor: string, log?: TroubleLog): Promise<Checkpoint> {
    const stream = `checkpoint-${reactor}`;
    const { revision, reached } = await lastOf(store, stream);
    if (revision !== 'absent' && reached === undefined)
      log?.warn({ stream }, `${stream} names no place of this store: begins at the first event`);
    if (revision === 'absent') await store.setMaxCount(stream, 1);
    return new Checkpoint(store, stream, revision, reached);
  }

  get after(): Reached {
    return this.saved;
  }

  get position(): bigint | undefined {
    return typeof this.saved === 'object' ? this.saved.position : this.saved;
  }

  /**
   * One save at a time. A checkpoint that another instance of the reactor wrote further ahead stands: what lies
   * behind it was handled there.
   * @throws HistoryLost when the event is gone meanwhile: the checkpoint that the store holds stands.
   */
  save(place: EventPlace): Promise<void> {
    this.saving = this.saving.catch(() => undefined).then(() => this.saveNow(placeOf(place)));
    return this.saving;
  }

  private async saveNow(place: EventPlace): Promise<void> {
    for (;;) {
      if (this.position !== undefined && this.position >= place.position) return;
      await standingPlace(this.store, place);
      const event = noted(this.stream, `${place.id} after ${this.revision}`, reached(place));
      try {
        const { revision } = await this.store.append(this.stream, [event], this.revision);
        this.revision = revision;
        this.saved = place;
        return;
      } catch (error) {
        if (!(error instanceof StreamMoved)) throw error;
        const { revision, reached: other } = await lastOf(this.store, this.stream);
        this.revision = revision;
        this.saved = other;
      }
    }
  }
}

const reached = ({ stream, revision, id: eventId, position }: EventPlace): RunnerEvent => ({
  type: 'CheckpointReached',
  data: {
    stream,
    revision: String(revision),
    eventId,
    position: String(position),
    at: new Date().toISOString(),
  },
});

async function lastOf(store: EventStore, stream: string) {
  const { events, revision } = await store.readStream(stream, { direction: 'backwards', max: 1 });
  const [last] = events;
  return { revision, reached: last && (await reachedBy(store, last)) };
}

async function reachedBy(store: EventStore, { type, data, position }: StoredEvent): Promise<Reached> {
  const noted = data as Record<'stream' | 'revision' | 'eventId' | 'position', string>;
  const reached = positionFrom(noted.position);
  // A store into which others were copied has given its events other positions.
  if (type === 'CheckpointReached.v1')
    return reached !== undefined && reached < position ? reached : undefined;
  const { stream, revision, eventId: id } = noted;
  const place = { stream, revision: BigInt(revision), id, position: reached ?? -1n };
  try {
    const stands = await placeToGoOnFrom(store, place);
    return typeof stands === 'object' ? stands : undefined;
  } catch (error) {
    if (error instanceof HistoryLost) return undefined;
    throw error;
  }
}
