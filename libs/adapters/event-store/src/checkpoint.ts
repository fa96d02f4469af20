import type { EventStore, ExpectedRevision } from './event-store';
import { StreamMoved } from './failures';
import { noted } from './reactor-metadata';

/** How far a reactor came, as its stream `checkpoint-<name>` holds it. */
export class Checkpoint {
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly store: EventStore,
    private readonly stream: string,
    private revision: ExpectedRevision,
    private saved: bigint | undefined,
  ) {}

  static async open(store: EventStore, reactor: string): Promise<Checkpoint> {
    const stream = `checkpoint-${reactor}`;
    const { revision, position } = await lastOf(store, stream);
    if (revision === 'absent') await store.setMaxCount(stream, 1);
    return new Checkpoint(store, stream, revision, position);
  }

  get position(): bigint | undefined {
    return this.saved;
  }

  /**
   * One save at a time. A checkpoint that another instance of the reactor wrote further ahead stands: what lies
   * behind it was handled there.
   */
  save(position: bigint): Promise<void> {
    this.saving = this.saving.catch(() => undefined).then(() => this.saveNow(position));
    return this.saving;
  }

  private async saveNow(position: bigint): Promise<void> {
    for (;;) {
      if (this.saved !== undefined && this.saved >= position) return;
      const data = { position: String(position), at: new Date().toISOString() };
      const event = noted(this.stream, String(position), { type: 'CheckpointReached', data });
      try {
        const { revision } = await this.store.append(this.stream, [event], this.revision);
        this.revision = revision;
        this.saved = position;
        return;
      } catch (error) {
        if (!(error instanceof StreamMoved)) throw error;
        const { revision, position: other } = await lastOf(this.store, this.stream);
        this.revision = revision;
        this.saved = other;
      }
    }
  }
}

async function lastOf(store: EventStore, stream: string) {
  const { events, revision } = await store.readStream(stream, { direction: 'backwards', max: 1 });
  const data = events[0]?.data as { readonly position: string } | undefined;
  return { revision, position: data === undefined ? undefined : BigInt(data.position) };
}
