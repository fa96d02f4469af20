import { FollowerLag, ParkedStreams } from '@adapters/event-store';
import {
  inboxName,
  provisionInbox,
  provisionPublicStream,
  PublicStream,
  publicStreamName,
} from '@adapters/messaging';
import { copiesOf } from '@formats/public-facts';
import { randomFrom, repeatEvents, shuffled } from '../../../../test/faults/chance';
import { feedOf, numbersOf } from '../../../../test/flows/feed-of';
import { numbersIn } from '../../../../test/flows/numbers-in';
import { type Province, startProvince } from '../../../../test/flows/province';
import { inStore, Scribe } from '../../../../test/flows/scribe';
import { lastStanding } from './last-standing';
import { numberedCopies } from './numbering';
import { relay } from './relay';

let province: Province;

beforeEach(async () => {
  province = await startProvince({ services: [] });
  const scribe = new Scribe(inStore(province.store));
  for (let day = 0; day < 5; day++) {
    const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
    await scribe.arrive(documentId, 'H99.2');
    await scribe.refuse(documentId, 'H99.2');
    const dossierId = await scribe.opened('H99');
    const { handoffId } = await scribe.offer(dossierId, 'H99', 'H99.2');
    await scribe.settle(dossierId, handoffId, 'H99.2', 'AcceptHandoff');
  }
  await provisionPublicStream(province.context.connection);
});
afterEach(() => province.stop());

const manager = () => province.context.connection.jetstreamManager();

async function due() {
  const stored = await province.store.readAll({ max: 10_000 });
  const numbers = numbersOf(await feedOf(stored));
  return stored.flatMap((event) =>
    numberedCopies(copiesOf(event, province.context.history), { numbers }).map((copy) => ({
      ...copy,
      position: event.position,
    })),
  );
}

/** Every message of the stream, in its order: its id and its text. */
async function published(): Promise<{ msgId: string; text: string }[]> {
  const { streams } = await manager();
  const { state } = await streams.info(publicStreamName);
  const found: { msgId: string; text: string }[] = [];
  for (let seq = 1; seq <= state.last_seq; seq++) {
    const message = await streams.getMessage(publicStreamName, { seq });
    found.push({ msgId: message.header.get('Nats-Msg-Id'), text: message.string() });
  }
  return found;
}

async function relayed(alarm: () => void = () => undefined): Promise<void> {
  const { store, context } = province;
  const { history, log } = context;
  const ended = new AbortController();
  const stream = new PublicStream(context.connection, { retryMs: 20, alarm });
  const end = await lastStanding({ store, stream, history });
  const parked = new ParkedStreams(store, 'relay', { log, kept: 'store' });
  const lag = new FollowerLag();
  const parts = {
    store,
    stream,
    history,
    end,
    log,
    parked,
    lag,
    numbers: numbersIn(store),
    keptSince: () => '',
    onRelayed: () => undefined,
    onTakenUp: () => undefined,
  };
  await relay({ ...parts, onCaughtUp: () => ended.abort() }, ended.signal);
}

it.each([1, 2])(
  'leaves each copy once in the stream, in the order of the store, when everything comes again (seed %i)',
  async (seed) => {
    const repeating = repeatEvents(randomFrom(seed));
    await relayed().finally(() => repeating.stop());
    const copies = await due();
    const straight = copies.map(({ msgId, cloudEvent }) => ({ msgId, text: JSON.stringify(cloudEvent) }));
    expect(await published()).toEqual(straight);
    expect(repeating.repeats).toBeGreaterThan(copies.length);
    // Where the next start goes on: at the end, whatever came again last.
    const stream = new PublicStream(province.context.connection);
    expect(await stream.lastPosition()).toBe(copies.at(-1)?.position);
  },
);

it('leaves each copy once and in order where rows break because the stream is full again and again', async () => {
  const copies = await due();
  const { streams } = await manager();
  let room = 3;
  const allow = async (messages: number) => {
    const { config } = await streams.info(publicStreamName);
    await streams.update(publicStreamName, { ...config, max_msgs: messages });
  };
  await allow(room);
  let alarms = 0;
  await relayed(() => {
    alarms += 1;
    void allow((room += 7));
  });
  expect(alarms).toBeGreaterThan(3);
  expect((await published()).map(({ msgId }) => msgId)).toEqual(copies.map(({ msgId }) => msgId));
  const stream = new PublicStream(province.context.connection);
  expect(await stream.lastPosition()).toBe(copies.at(-1)?.position);
});

describe('an inbox', () => {
  const agency = 'H99.2';

  /** Reads the agency's inbox to its end as the agency does, which keeps each fact once by the id of its event. */
  async function kept(refuses: () => boolean): Promise<{ texts: string[]; deliveries: number }> {
    const { connection } = province.context;
    await provisionInbox(connection, agency);
    const consumer = await connection.jetstream().consumers.get(publicStreamName, inboxName(agency));
    const facts = new Map<string, string>();
    let deliveries = 0;
    for (;;) {
      const { num_pending, num_ack_pending } = await consumer.info();
      if (num_pending + num_ack_pending === 0) break;
      for await (const message of await consumer.fetch({ max_messages: 7, expires: 1_000 })) {
        deliveries += 1;
        facts.set(message.json<{ id: string }>().id, message.string());
        if (refuses()) message.nak();
        else await message.ackAck();
      }
    }
    return { texts: [...facts.values()].sort(), deliveries };
  }

  const ownTexts = async () =>
    (await due())
      .filter(({ subject }) => subject.startsWith('public.H99-2.'))
      .map(({ cloudEvent }) => JSON.stringify(cloudEvent))
      .sort();

  it('gives what an agency did not acknowledge again, later than what follows, until it does', async () => {
    await relayed();
    const random = randomFrom(6);
    const { texts, deliveries } = await kept(() => random() < 0.5);
    expect(texts).toEqual(await ownTexts());
    expect(deliveries).toBeGreaterThan(texts.length * 1.5);
  });

  it('comes to the same facts from a stream in which each message lies twice and out of order', async () => {
    const copies = await due();
    // Without its id, as after the time for which JetStream remembers ids.
    for (const { subject, cloudEvent } of shuffled([...copies, ...copies], randomFrom(7))) {
      await province.context.connection.jetstream().publish(subject, JSON.stringify(cloudEvent));
    }
    const { texts, deliveries } = await kept(() => false);
    expect(texts).toEqual(await ownTexts());
    expect(deliveries).toBe(2 * texts.length);
  });
});
