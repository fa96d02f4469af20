import assert from 'node:assert/strict';
import {
  type EventStoreDBClient,
  type ResolvedEvent,
  START,
  streamNameFilter,
  type StreamSubscription,
} from '@eventstore/db-client';
import { type Stored, storedOf } from './kill-history';

const patienceMs = 20_000;

type Subscription = ReturnType<EventStoreDBClient['subscribeToAll']>;

/** What a follower follows, and how it takes up again after the last that it heard of. */
interface Followed {
  readonly covers: (event: Stored) => boolean;
  readonly resume: (client: EventStoreDBClient, follower: Follower) => Subscription | StreamSubscription;
}

export const everything: Followed = {
  covers: () => true,
  resume: (client, { position }) => client.subscribeToAll({ fromPosition: positionOf(position) }),
};

export const streamsNamed = (prefix: string): Followed => ({
  covers: ({ stream }) => stream.startsWith(prefix),
  resume: (client, follower) =>
    client.subscribeToAll({
      fromPosition: positionOf(follower.position),
      filter: streamNameFilter({
        prefixes: [prefix],
        checkpointInterval: 1,
        checkpointReached: (_, { commit }) => follower.passes(commit),
      }),
    }),
});

export const oneStream = (stream: string): Followed => ({
  covers: (event) => event.stream === stream,
  resume: (client, { revision }) => client.subscribeToStream(stream, { fromRevision: revision ?? START }),
});

const positionOf = (commit: bigint | undefined) =>
  commit === undefined ? START : { commit, prepare: commit };

/** A subscriber that lives longer than the node: it takes up where it was, and keeps all that it was told. */
export class Follower {
  private readonly heard: string[] = [];
  private whenHeard = (): void => undefined;
  private subscription: Subscription | StreamSubscription | undefined;
  position: bigint | undefined;
  revision: bigint | undefined;

  constructor(private readonly followed: Followed) {}

  get count(): number {
    return this.heard.length;
  }

  begin(client: EventStoreDBClient): void {
    this.subscription = this.followed.resume(client, this);
    this.subscription.on('data', (resolved: ResolvedEvent) => this.hear(storedOf(resolved)));
    // The connection breaks with the node; whether anything is missing shows in `heardAll`.
    this.subscription.on('error', () => undefined);
  }

  passes(position: bigint): void {
    // "Before the start" comes as the highest number there is: no place to go on from.
    if (position >= 2n ** 63n) return;
    if (this.position === undefined || position > this.position) this.position = position;
  }

  /** Waits until it has heard as much as it should, then compares what. */
  async heardAll(stored: readonly Stored[]): Promise<void> {
    const wanted = stored.filter(this.followed.covers).map(({ id }) => id);
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`a subscription told ${this.count} of ${wanted.length} events`)),
        patienceMs,
      );
      this.whenHeard = () => {
        if (this.count < wanted.length) return;
        clearTimeout(late);
        resolve();
      };
      this.whenHeard();
    });
    assert.deepEqual(this.heard, wanted, 'a subscription tells everything once, in order');
  }

  async end(): Promise<void> {
    await this.subscription?.unsubscribe();
  }

  private hear(event: Stored): void {
    this.heard.push(event.id);
    this.passes(event.position);
    this.revision = event.revision;
    this.whenHeard();
  }
}
