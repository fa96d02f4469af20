import { newestOf, type RowsWritten } from '@contracts';

/** What an open stream waits for: something of one document, or of the deliveries of some agencies. */
export type WaitedFor = { readonly documentId: string } | { readonly agencies: readonly string[] };

type Key = 'anything' | `document ${string}` | `agency ${string}`;
const documentKey = (documentId: string): Key => `document ${documentId}`;
const agencyKey = (agency: string): Key => `agency ${agency}`;

/**
 * Hears what is written into the rows, once for a whole process, and wakes the streams that it concerns. A stream that
 * is not woken asks for nothing. Whatever was missed shows with the next piece of news, which does not begin where
 * the one before ended: then every stream is woken.
 */
export class RowsHeard {
  private readonly listening = new Map<Listening, readonly Key[]>();
  private readonly byKey = new Map<Key, Set<Listening>>();
  private pieces = 0;
  private stand: string | undefined;

  /** Pieces of news so far: a question that was begun with as many as there are now knows of all of them. */
  get count(): number {
    return this.pieces;
  }

  /** Where the rows stand, as was heard last. */
  get through(): string | undefined {
    return this.stand;
  }

  /** Begins at once: what is heard from now on is not missed, whatever is asked meanwhile. */
  listen(): Listening {
    const one = new Listening(this);
    this.move(one, ['anything']);
    return one;
  }

  heard({ after, through, documents = [], agencies = [] }: Partial<RowsWritten>): void {
    const isNext = after !== undefined && after === this.stand;
    this.stand = through;
    this.pieces += 1;
    const keys: readonly Key[] = ['anything', ...documents.map(documentKey), ...agencies.map(agencyKey)];
    const concerned = keys.flatMap((key) => [...(this.byKey.get(key) ?? [])]);
    for (const each of isNext ? new Set(concerned) : this.listening.keys()) each.wake();
  }

  /** What wakes it from now on; nothing any more when there is no key. */
  move(one: Listening, keys: readonly Key[]): void {
    for (const key of this.listening.get(one) ?? []) {
      const others = this.byKey.get(key);
      others?.delete(one);
      if (others?.size === 0) this.byKey.delete(key);
    }
    for (const key of keys) this.byKey.set(key, (this.byKey.get(key) ?? new Set()).add(one));
    if (keys.length > 0) this.listening.set(one, keys);
    else this.listening.delete(one);
  }
}

/** One open stream among those that listen. Until it says what it awaits, anything wakes it. */
export class Listening {
  private isWoken = false;
  private isOver = false;
  private onWake: () => void = () => undefined;

  constructor(private readonly rows: RowsHeard) {}

  awaits(awaited: WaitedFor): void {
    // A question may be answered when its reader is gone.
    if (this.isOver) return;
    const keys =
      'documentId' in awaited ? [documentKey(awaited.documentId)] : awaited.agencies.map(agencyKey);
    this.rows.move(this, keys);
  }

  /**
   * Nothing once it is woken, or was since this was asked last; after so many milliseconds the position up to which
   * nothing that it awaits was written, counted from one up to which it knows everything.
   */
  async quietUntil(after: string, waitMs: number, signal: AbortSignal): Promise<string | undefined> {
    if (!this.isWoken && !signal.aborted) await this.wakeOr(waitMs, signal);
    const { isWoken } = this;
    this.isWoken = false;
    return isWoken ? undefined : newestOf([after, this.rows.through ?? after]);
  }

  wake(): void {
    this.isWoken = true;
    this.onWake();
  }

  end(): void {
    this.isOver = true;
    this.rows.move(this, []);
  }

  private wakeOr(waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.onWake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      signal.addEventListener('abort', done);
      this.onWake = done;
    });
  }
}
