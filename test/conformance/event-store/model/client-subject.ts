import {
  type AllStreamSubscription,
  BACKWARDS,
  binaryEvent,
  END,
  eventTypeFilter,
  FORWARDS,
  jsonEvent,
  type ResolvedEvent,
  START,
  streamNameFilter,
  type StreamSubscription,
} from '@eventstore/db-client';
import { all, Heard, type NodeUnderTest, startNodeUnderTest } from '../node-under-test';
import { eventFact, linkFact } from './facts';
import { type Follow } from './followers';
import { type Subject, type SubjectFollower } from './history';
import { type From, type Outcome, type Proposed, type ReadQuery, type Write } from './store-model';

/** A node on disk as the official client shows it. Its clock is that of the machine. */
export class ClientSubject implements Subject {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly tested: NodeUnderTest) {}

  static async start(): Promise<ClientSubject> {
    return new ClientSubject(await startNodeUnderTest('disk'));
  }

  /** One after another: calls of different kinds are different streams of HTTP/2, and have no order. */
  write(request: Write): Promise<Outcome> {
    const written = this.last.then(() => this.send(request).catch(toRefusal));
    this.last = written;
    return written;
  }

  async read({
    stream,
    direction,
    from,
    count,
  }: ReadQuery & { readonly stream?: string }): Promise<string[]> {
    const { client } = this.tested;
    const options = {
      direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
      maxCount: count,
      resolveLinkTos: true,
    } as const;
    const read =
      stream === undefined
        ? client.readAll({ ...options, fromPosition: positionOf(from) })
        : client.readStream(stream, { ...options, fromRevision: revisionOf(from) });
    try {
      return (await all<ResolvedEvent>(read)).map(factOf);
    } catch (error) {
      return [typeOf(error)];
    }
  }

  follow(follow: Follow): SubjectFollower {
    const heard = new Heard();
    const subscription = this.subscribe(follow, heard);
    subscription.on('confirmation', () => heard.note('confirmed'));
    subscription.on('caughtUp', () => heard.note('caught up'));
    subscription.on('data', (event: ResolvedEvent) => heard.note(factOf(event)));
    subscription.on('error', (error) => heard.note(typeOf(error)));
    return {
      facts: async (count) => {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)));
        await Promise.race([heard.until((facts) => facts.length >= count), late]);
        clearTimeout(timer);
        return heard.facts;
      },
    };
  }

  restart(): Promise<void> {
    return this.tested.restart();
  }

  end(): Promise<void> {
    return this.tested.end();
  }

  private async send(request: Write): Promise<Outcome> {
    const { client } = this.tested;
    const { stream, expected } = request;
    const expectedRevision = typeof expected === 'number' ? BigInt(expected) : expected;
    if (request.kind === 'append') {
      const answer = await client.appendToStream(stream, request.events.map(toEvent), { expectedRevision });
      const recorded = Number(answer.nextExpectedRevision);
      return answer.position === undefined
        ? { recorded }
        : { recorded, position: Number(answer.position.commit) };
    }
    if (expectedRevision === 'stream_exists') throw new Error('The client deletes nothing by stream_exists.');
    const { position } =
      request.kind === 'soft-delete'
        ? await client.deleteStream(stream, { expectedRevision })
        : await client.tombstoneStream(stream, { expectedRevision });
    return { recorded: 'no_stream', position: Number(position?.commit) };
  }

  private subscribe(
    { stream, from, filter }: Follow,
    heard: Heard,
  ): AllStreamSubscription | StreamSubscription {
    const { client } = this.tested;
    const resolveLinkTos = true;
    if (stream !== undefined) {
      return client.subscribeToStream(stream, { fromRevision: revisionOf(from), resolveLinkTos });
    }
    if (filter === undefined)
      return client.subscribeToAll({ fromPosition: positionOf(from), resolveLinkTos });
    const options = {
      prefixes: [...filter.prefixes],
      maxSearchWindow: filter.every,
      checkpointInterval: 1,
      checkpointReached: (_: unknown, { commit }: { commit: bigint }) => {
        heard.note(`checkpoint ${commit}`);
        return Promise.resolve();
      },
    };
    const made = filter.on === 'stream' ? streamNameFilter(options) : eventTypeFilter(options);
    return client.subscribeToAll({ fromPosition: positionOf(from), resolveLinkTos, filter: made });
  }
}

/** A guard, no wait: a fact that does not come in this time is missing. */
const patienceMs = 5_000;

const revisionOf = (from: From) => (from === 'start' ? START : from === 'end' ? END : BigInt(from));

const positionOf = (from: From) =>
  typeof from === 'number' ? { commit: BigInt(from), prepare: BigInt(from) } : from === 'start' ? START : END;

const toEvent = ({ id, type, data }: Proposed) =>
  type === '$>'
    ? binaryEvent({ id, type, data: Buffer.from(data) })
    : jsonEvent({ id, type, data: JSON.parse(data) as Record<string, never> });

const typeOf = (error: unknown): string => {
  const { type = String(error), message = '' } = error as { type?: string; message?: string };
  if (/Unexpected Read(All|Stream)Result|invalid position/.test(message)) return 'no-place';
  return type === 'stream-not-found' ? 'not-found' : type;
};

function toRefusal(error: unknown): Outcome {
  if (typeOf(error) === 'stream-deleted') return 'stream-deleted';
  if (typeOf(error) !== 'wrong-expected-version') throw error;
  const { actualVersion } = error as { actualVersion: bigint | 'no_stream' };
  // The trailer of a deletion says -1.
  const isNone = actualVersion === 'no_stream' || actualVersion === -1n;
  return { wrongRevision: isNone ? 'no_stream' : Number(actualVersion) };
}

function factOf({ event, link }: ResolvedEvent): string {
  const target = event === undefined ? undefined : recordedFact(event);
  return link === undefined ? (target ?? 'nothing') : linkFact(recordedFact(link), target);
}

function recordedFact(event: NonNullable<ResolvedEvent['event']>): string {
  return eventFact({
    position: Number(event.position?.commit),
    stream: event.streamId,
    revision: String(event.revision),
    id: event.id,
    type: event.type,
    data: event.isJson ? JSON.stringify(event.data) : Buffer.from(event.data).toString(),
  });
}
