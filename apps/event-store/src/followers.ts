import { type RecordedEvent } from './event';

/** Called with the events of a commit, in their order, right after it is durable. */
export type Follower = (events: readonly RecordedEvent[]) => void;

/** Whoever is live on a stream, or on everything, and hears of each commit that touches it. */
export class Followers {
  private readonly ofStream = new Map<string, Set<Follower>>();
  private readonly ofAll = new Set<Follower>();

  /** Answers how to leave again. */
  add(stream: string | undefined, follower: Follower): () => void {
    const followers = stream === undefined ? this.ofAll : this.of(stream);
    followers.add(follower);
    return () => {
      followers.delete(follower);
      if (stream !== undefined && followers.size === 0 && this.ofStream.get(stream) === followers) {
        this.ofStream.delete(stream);
      }
    };
  }

  tell(events: readonly RecordedEvent[]): void {
    for (const follower of [...this.ofAll]) follower(events);
    if (this.ofStream.size === 0) return;
    const touched = new Map<string, RecordedEvent[]>();
    for (const event of events) {
      if (!this.ofStream.has(event.stream)) continue;
      const ofIt = touched.get(event.stream);
      if (ofIt === undefined) touched.set(event.stream, [event]);
      else ofIt.push(event);
    }
    for (const [stream, ofIt] of touched) {
      for (const follower of [...(this.ofStream.get(stream) ?? [])]) follower(ofIt);
    }
  }

  get size(): number {
    return [...this.ofStream.values()].reduce((sum, followers) => sum + followers.size, this.ofAll.size);
  }

  private of(stream: string): Set<Follower> {
    const followers = this.ofStream.get(stream) ?? new Set();
    this.ofStream.set(stream, followers);
    return followers;
  }
}
