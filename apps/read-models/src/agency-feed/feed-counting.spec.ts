import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { heldBackStream, runnerCodec, type StoredEvent } from '@adapters/event-store';
import { installationCodec, installationStream } from '@domain/installation/events';
import {
  agencyOf,
  anyInstallation,
  copiesOf,
  MappingOfNewerRelease,
  UnreadableFact,
} from '@formats/public-facts';
import { randomFrom } from '../../../../test/faults/chance';
import { feedOf } from '../../../../test/flows/feed-of';
import { readingOf } from '../../../../test/flows/rows-of';
import { Chronicle, Scribe } from '../../../../test/flows/scribe';
import { CountedByNewerProgram, FeedCounting, isPublicKind } from './feed-counting';

const at = '2026-11-30T01:00:00.000Z';

/** Facts of some documents and dossiers side by side, as a store would number them. */
async function history(days = 4): Promise<readonly StoredEvent[]> {
  const chronicle = new Chronicle();
  const scribe = new Scribe(chronicle);
  for (let day = 0; day < days; day++) {
    const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
    await scribe.arrive(documentId, 'H99.2');
    const dossierId = await scribe.opened('H99');
    const { handoffId } = await scribe.offer(dossierId, 'H99', 'H99.2');
    await scribe.accept(documentId, 'H99.2');
    await scribe.settle(dossierId, handoffId, 'H99.2', 'AcceptHandoff');
    await scribe.process(documentId, 'H99.2');
  }
  return chronicle.events;
}

/** A store that only grows: what is put into it gets the next place. */
class Log {
  readonly events: StoredEvent[] = [];

  put(event: Pick<StoredEvent, 'stream' | 'type' | 'data'> & Partial<StoredEvent>): StoredEvent {
    const revision = BigInt(this.events.filter(({ stream }) => stream === event.stream).length);
    const position = BigInt(this.events.length + 1) * 10n;
    const blank = { metadata: {} as StoredEvent['metadata'], recordedAt: at };
    const stored = { id: randomUUID(), ...blank, ...event, revision, position };
    this.events.push(stored);
    return stored;
  }

  heldBack(
    type: 'StreamHeldBack' | 'StreamTakenUp',
    { stream, revision, id: eventId }: StoredEvent,
  ): StoredEvent {
    const data = { stream, revision: String(revision), eventId, at };
    return this.put({ stream: heldBackStream, ...runnerCodec.encode({ type, data }) });
  }

  skip({ stream, revision, id: eventId, type }: StoredEvent): StoredEvent {
    const about = { eventId, stream, revision: String(revision), type };
    const data = { ...about, reason: 'Ghi nhầm', officer: 'vh.01', at };
    return this.put({
      stream: 'parked-read-models',
      ...runnerCodec.encode({ type: 'ParkedEventSkipped', data }),
    });
  }

  extended(...types: string[]): StoredEvent {
    const fact = installationCodec.encode({ type: 'PublicMappingExtended', data: { types, at } });
    return this.put({ stream: installationStream, ...fact });
  }
}

/** Opened as by a program that starts on what the store holds now. */
async function counting(events: readonly StoredEvent[], extensions: readonly string[] = []) {
  const feed = new FeedCounting(readingOf(events), extensions);
  await feed.open();
  return feed;
}

const rowsOf = async (feed: FeedCounting, events: readonly StoredEvent[]) =>
  (await feed.countedIn(events)).map(({ row }) => JSON.stringify(row));

/** All rows as whoever builds them again comes to: skipped facts are left out, and what is not followed. */
async function rebuilt(events: readonly StoredEvent[], extensions: readonly string[] = []) {
  const skipped = new Set(
    events
      .filter(({ type }) => type === 'ParkedEventSkipped.v1')
      .map(({ data }) => (data as { eventId: string }).eventId),
  );
  const told = events.filter(({ stream, id }) => !stream.startsWith('parked-') && !skipped.has(id));
  return rowsOf(await counting(events, extensions), told);
}

it('numbers what each agency was told from 1 on, in the order of the store, once where it is both ends', async () => {
  const events = await history();
  const feed = await feedOf(events);
  const ends = new Map<string, number>();
  const expected = events.flatMap((event) =>
    copiesOf(event, anyInstallation).map((copy) => {
      const agency = agencyOf(copy);
      const number = (ends.get(agency) ?? 0) + 1;
      ends.set(agency, number);
      return { agency, number, eventId: event.id, position: event.position };
    }),
  );
  expect(feed).toEqual(expected);
  expect(ends.size).toBeGreaterThan(2);
  expect(new Set(feed.map(({ eventId, agency }) => `${eventId} ${agency}`)).size).toBe(feed.length);
});

it('comes to the same rows whatever the batches, and when batches come again', async () => {
  const events = await history();
  const whole = await rebuilt(events);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(events.length), { maxLength: 8 }), async (cuts) => {
      const feed = await counting(events);
      const rows: string[] = [];
      let from = 0;
      for (const to of [...cuts.sort((a, b) => a - b), events.length]) {
        await feed.countedIn(events.slice(from, to));
        rows.push(...(await rowsOf(feed, events.slice(from, to))));
        from = to;
      }
      expect(rows).toEqual(whole);
    }),
  );
});

describe('a stream that could not be read and is taken up later', () => {
  /** One after the other as they happened: facts come, some cannot be read, are taken up later, or skipped. */
  async function live(log: Log, facts: readonly StoredEvent[], random: () => number): Promise<string[]> {
    const feed = await counting(log.events);
    const [rows, held] = [[] as string[], new Map<string, StoredEvent>()];
    const coming = [...facts];
    let reached = 0;
    const reads = async () => {
      const event = log.events[reached] as StoredEvent;
      const isFree = isPublicKind(event.stream) && !held.has(event.stream);
      if (isFree && coming.length > 0 && random() < 0.2) {
        log.heldBack('StreamHeldBack', event);
        feed.noteHeldBack(event);
        held.set(event.stream, event);
      }
      if (!event.stream.startsWith('parked-')) rows.push(...(await rowsOf(feed, [event])));
      reached += 1;
    };
    while (coming.length > 0 || reached < log.events.length || held.size > 0) {
      const [next] = coming;
      if (next !== undefined && random() < 0.5) log.put({ ...(coming.shift() as StoredEvent) });
      else if (reached < log.events.length && random() < 0.8) await reads();
      else {
        const [taken] = [...held.values()];
        if (taken === undefined) continue;
        if (random() < 0.3) log.skip(taken);
        log.heldBack('StreamTakenUp', taken);
        held.delete(taken.stream);
      }
    }
    return rows;
  }

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'counts where it was taken up, and there again when everything is counted anew (seed %i)',
    async (seed) => {
      const log = new Log();
      const rows = await live(log, await history(), randomFrom(seed));
      expect(await rebuilt(log.events)).toEqual(rows);
      const taken = log.events.filter(({ type }) => type === 'StreamTakenUp.v1');
      expect(taken.length).toBeGreaterThan(0);
      const skipped = log.events.filter(({ type }) => type === 'ParkedEventSkipped.v1');
      const told = log.events
        .filter((event) => isPublicKind(event.stream))
        .flatMap((event) => copiesOf(event, anyInstallation));
      const left = new Set(skipped.map(({ data }) => (data as { eventId: string }).eventId));
      expect(rows).toHaveLength(told.filter(({ cloudEvent }) => !left.has(cloudEvent.id)).length);
    },
  );

  it('is found out where it does not count yet, too', async () => {
    const log = new Log();
    const [bad] = (await history(1)).filter(({ stream }) => stream.startsWith('delivery-'));
    const event = log.put({ ...(bad as StoredEvent), type: 'DeliveryRequested.v9' });
    const feed = await counting(log.events);
    await expect(feed.countedIn([event])).rejects.toBeInstanceOf(UnreadableFact);
    feed.noteHeldBack(event);
    await expect(feed.countedIn([event])).rejects.toBeInstanceOf(UnreadableFact);
    log.heldBack('StreamHeldBack', event);
    const taken = log.heldBack('StreamTakenUp', event);
    // Another program took it up: this one may not count on as if there were nothing.
    await expect(feed.countedIn([taken])).rejects.toBeInstanceOf(CountedByNewerProgram);
  });
});

describe('a type that a later release tells', () => {
  const type = 'vn.lienthong.exchange.document-arrived.v1';
  const arrivals = (rows: readonly string[], log: Log) =>
    log.events
      .filter((event) => event.type === 'DocumentArrived.v1')
      .map(({ id }) => rows.filter((row) => row.includes(id)).length);

  it('counts only behind the fact that names it, live and built again', async () => {
    const log = new Log();
    const facts = await history(2);
    for (const fact of facts.slice(0, facts.length / 2)) log.put({ ...fact });
    const before = await rebuilt(log.events, [type]);
    expect(arrivals(before, log)).toEqual([0]);
    const feed = await counting(log.events, [type]);
    const from = log.events.length;
    log.extended(type);
    for (const fact of facts.slice(facts.length / 2)) log.put({ ...fact });
    log.extended(type);
    const rows = [...before, ...(await rowsOf(feed, log.events.slice(from)))];
    expect(arrivals(rows, log)).toEqual([0, 2]);
    expect(await rebuilt(log.events, [type])).toEqual(rows);
  });

  it('is a reason to wait for a program that does not know it', async () => {
    const log = new Log();
    const [fact] = (await history(1)).filter(({ stream }) => stream.startsWith('document-'));
    const before = log.put({ ...(fact as StoredEvent), type: 'DocumentPraised.v1' });
    log.extended('vn.lienthong.exchange.document-praised.v1');
    const behind = log.put({ ...(fact as StoredEvent), type: 'DocumentPraised.v1' });
    const feed = await counting(log.events);
    expect(await feed.countedIn([before])).toEqual([]);
    await expect(feed.countedIn([behind])).rejects.toBeInstanceOf(MappingOfNewerRelease);
  });
});
