import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscardPolicy, nanos, StorageType } from 'nats';
import { messageBytesMax, subject } from '@contracts';
import { connectNats, type NatsConnection } from './connection';
import { inboxName, provisionInbox } from './inbox';
import { MessageTooLarge } from './message-size';
import { type NatsServer, startNatsServer } from './nats-server';
import {
  provisionPublicStream,
  type PublicPlace,
  PublicStream,
  publicStreamLimits,
  PublicStreamMissing,
  type PublishAlarm,
} from './public-stream';

let folder: string;
let server: NatsServer;
let connection: NatsConnection;

const arrived = subject('public', 'H26-1', 'delivery', 'DocumentArrived', 'v1');
const elsewhere = subject('public', 'H26-2', 'delivery', 'DocumentArrived', 'v1');
const fact = { specversion: '1.0', id: 'e1', type: 'x', data: { subject: 'Mời họp' } };

const streams = async () => (await connection.jetstreamManager()).streams;
const open = async () => {
  server = await startNatsServer({ storeDir: join(folder, 'server') });
  connection = await connectNats({ url: server.url, name: 'spec' });
};
const close = async () => {
  await connection.close();
  await server.stop();
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-public-'));
  await open();
}, 120_000);

afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

describe('provisioning', () => {
  it('makes the stream with explicit limits, by several at once, and changes only limits afterwards', async () => {
    await Promise.all([1, 2, 3].map(() => provisionPublicStream(connection)));
    await provisionPublicStream(connection, { maxBytes: 1024 ** 3 });
    const { config } = await (await streams()).info('PUBLIC');
    expect(config).toMatchObject({
      subjects: ['public.>'],
      storage: StorageType.File,
      discard: DiscardPolicy.New,
      max_age: nanos(publicStreamLimits.maxAgeMs),
      max_bytes: 1024 ** 3,
    });
  });
});

describe('publishing', () => {
  it('remembers position and id, and keeps one copy of one id', async () => {
    await provisionPublicStream(connection);
    const facts = new PublicStream(connection);
    expect(await facts.lastPosition()).toBeUndefined();
    expect(await facts.lastMsgIdOn(arrived)).toBeUndefined();
    const huge = 2n ** 60n + 1n;
    await facts.publish(arrived, fact, { msgId: 'e1.H26-1', position: 7n });
    await facts.publish(elsewhere, fact, { msgId: 'e1.H26-2', position: huge });
    await facts.publish(arrived, fact, { msgId: 'e1.H26-1', position: 7n });
    expect(await facts.lastPosition()).toBe(huge);
    expect(await facts.lastMsgIdOn(arrived)).toBe('e1.H26-1');
    expect(await facts.lastMsgIdOn(elsewhere)).toBe('e1.H26-2');
    expect((await (await streams()).info('PUBLIC')).state.messages).toBe(2);
    const message = await (await streams()).getMessage('PUBLIC', { seq: 1 });
    expect(message.json()).toEqual(fact);
    expect(message.header.get('Content-Type')).toBe('application/cloudevents+json');
  });

  it('finds the newest message that is still there', async () => {
    await provisionPublicStream(connection);
    const facts = new PublicStream(connection);
    for (const position of [1n, 2n, 3n]) {
      await facts.publish(arrived, fact, { msgId: `e${position}`, position });
    }
    await (await streams()).deleteMessage('PUBLIC', 3);
    expect(await facts.lastPosition()).toBe(2n);
  });

  it('tells of each message, newest first, up to which event of which history everything was published', async () => {
    await provisionPublicStream(connection);
    const facts = new PublicStream(connection);
    const event = { stream: 'delivery-x.H26.1', revision: 2n ** 60n, id: randomUUID() };
    const history = { storeId: randomUUID(), epoch: 12 };
    const places: PublicPlace[] = [
      { position: 0n, history },
      { position: 7n },
      { position: 9n, event, history },
    ];
    for (const [index, place] of places.entries()) {
      await facts.publish(arrived, fact, { ...place, msgId: `e${index}` });
    }
    await connection.jetstream().publish(arrived, 'by somebody else');
    const told = async () => {
      const found: (PublicPlace | undefined)[] = [];
      for await (const { place } of facts.newestFirst()) found.push(place);
      return found;
    };
    expect(await told()).toEqual([undefined, ...places.toReversed()]);
    await facts.takeOut(4);
    await facts.takeOut(4);
    expect(await told()).toEqual(places.toReversed());
  });

  it('finds the newest message behind more missing ones than it looks at', async () => {
    await provisionPublicStream(connection);
    const facts = new PublicStream(connection);
    for (let position = 1n; position <= 1_100n; position++) {
      await facts.publish(arrived, fact, { msgId: `e${position}`, position });
    }
    for (let seq = 2; seq <= 1_100; seq++) await facts.takeOut(seq);
    expect(await facts.lastPosition()).toBe(1n);
  });

  it('says that the stream is missing, so that the relay starts over', async () => {
    const facts = new PublicStream(connection);
    await expect(facts.publish(arrived, fact, { msgId: 'e1', position: 1n })).rejects.toBeInstanceOf(
      PublicStreamMissing,
    );
    expect(await facts.lastPosition()).toBeUndefined();
    expect(await facts.lastMsgIdOn(arrived)).toBeUndefined();
  });

  it('waits with an alarm while the stream is full, and goes on when there is room', async () => {
    await provisionPublicStream(connection, { maxBytes: 2_000 });
    const alarms: PublishAlarm[] = [];
    const makeRoom = async (alarm: PublishAlarm) => {
      alarms.push(alarm);
      if (alarms.length === 2) await provisionPublicStream(connection, { maxBytes: 1024 ** 2 });
    };
    const facts = new PublicStream(connection, { retryMs: 10, alarm: (alarm) => void makeRoom(alarm) });
    for (let number = 1; number <= 10; number++) {
      await facts.publish(
        arrived,
        { ...fact, padding: 'x'.repeat(300) },
        { msgId: `e${number}`, position: 1n },
      );
    }
    expect(alarms.length).toBeGreaterThanOrEqual(2);
    expect(alarms[0]).toMatchObject({ reason: 'full', subject: arrived, attempt: 1 });
    expect((await (await streams()).info('PUBLIC')).state.messages).toBe(10);
  });

  describe('in a row', () => {
    const messages = (count: number, bytes = 1) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ subject: index % 2 === 0 ? arrived : elsewhere, position: BigInt(index) },
        ...{ msgId: `e${index}`, cloudEvent: { ...fact, index, padding: 'x'.repeat(bytes) } },
      }));
    const stored = async () => {
      const { state } = await (await streams()).info('PUBLIC');
      const found: string[] = [];
      for (let seq = 1; seq <= state.last_seq; seq++)
        found.push((await (await streams()).getMessage('PUBLIC', { seq })).header.get('Nats-Msg-Id'));
      return found;
    };
    const ids = (count: number) => messages(count).map(({ msgId }) => msgId);

    it('stores all in their order, at most 256 messages and 1 MiB at once', async () => {
      await provisionPublicStream(connection);
      const facts = new PublicStream(connection);
      expect(await facts.publishInRow(messages(300))).toEqual({ sent: 256, acknowledged: 256 });
      const rest = messages(300).slice(256);
      expect(await facts.publishInRow(rest)).toEqual({ sent: 44, acknowledged: 44 });
      expect(await stored()).toEqual(ids(300));
      expect(await facts.lastPosition()).toBe(299n);
      const large = messages(20, 100_000).map((message) => ({ ...message, msgId: `large ${message.msgId}` }));
      expect(await facts.publishInRow(large)).toEqual({ sent: 10, acknowledged: 10 });
      expect(await facts.publishInRow([])).toEqual({ sent: 0, acknowledged: 0 });
    });

    it('holds the first ones and no other when the stream is full in the middle', async () => {
      await provisionPublicStream(connection, { maxBytes: 20_000 });
      const facts = new PublicStream(connection);
      // The small one behind the first that has no room would have some.
      const mixed = messages(30, 1_500).map((message, index) =>
        index % 2 === 0 ? message : { ...message, cloudEvent: fact },
      );
      const { sent, acknowledged } = await facts.publishInRow(mixed);
      expect(sent).toBe(30);
      expect(acknowledged).toBeGreaterThan(5);
      expect(acknowledged).toBeLessThan(30);
      expect(await stored()).toEqual(ids(acknowledged));
    });

    it('holds nothing behind what somebody else wrote, or what was there before', async () => {
      await provisionPublicStream(connection);
      const facts = new PublicStream(connection);
      await facts.publishInRow(messages(2));
      await connection.jetstream().publish(arrived, 'by somebody else', { msgID: 'other' });
      const row = messages(5).slice(2);
      expect(await facts.publishInRow(row)).toEqual({ sent: 3, acknowledged: 0 });
      expect(await stored()).toEqual([...ids(2), 'other']);
      // What is known by its id is acknowledged, and is not what comes before the next.
      expect(await facts.publishInRow(messages(5))).toEqual({ sent: 5, acknowledged: 2 });
      expect(await stored()).toEqual([...ids(2), 'other']);
      expect(await facts.publishInRow(row)).toEqual({ sent: 3, acknowledged: 3 });
    });

    it('sends nothing when one is too large, and acknowledges nothing without the stream', async () => {
      const facts = new PublicStream(connection);
      expect(await facts.publishInRow(messages(3))).toEqual({ sent: 3, acknowledged: 0 });
      await provisionPublicStream(connection);
      const [first] = messages(1);
      const tooLarge = messages(1, messageBytesMax);
      await expect(
        facts.publishInRow([...(first === undefined ? [] : [first]), ...tooLarge]),
      ).rejects.toBeInstanceOf(MessageTooLarge);
      expect(await stored()).toEqual([]);
    });
  });

  it('gives up waiting when told to', async () => {
    await provisionPublicStream(connection, { maxBytes: 100 });
    const stop = new AbortController();
    const facts = new PublicStream(connection, {
      retryMs: 60_000,
      alarm: () => stop.abort(new Error('stop')),
    });
    await expect(
      facts.publish(arrived, fact, { msgId: 'e1', position: 1n, signal: stop.signal }),
    ).rejects.toThrow('stop');
  });

  it('publishes once after the server was away', async () => {
    await provisionPublicStream(connection);
    const alarms: string[] = [];
    const facts = new PublicStream(connection, {
      retryMs: 50,
      timeoutMs: 500,
      alarm: ({ reason }) => alarms.push(reason),
    });
    await facts.publish(arrived, fact, { msgId: 'e1', position: 1n });
    server.kill('SIGKILL');
    await server.stop();
    const published = facts.publish(arrived, fact, { msgId: 'e2', position: 2n });
    server = await startNatsServer({ storeDir: join(folder, 'server'), port: server.port });
    await published;
    expect(new Set(alarms).size).toBeLessThanOrEqual(1);
    expect((await (await streams()).info('PUBLIC')).state.messages).toBe(2);
    expect(await facts.lastPosition()).toBe(2n);
  }, 60_000);

  it('refuses a fact over the limit', async () => {
    await provisionPublicStream(connection);
    const facts = new PublicStream(connection);
    const publishing = facts.publish(arrived, 'x'.repeat(messageBytesMax), { msgId: 'e1', position: 1n });
    await expect(publishing).rejects.toBeInstanceOf(MessageTooLarge);
  });
});

describe('an inbox', () => {
  const taken = async (count: number): Promise<number[]> => {
    const consumer = await connection.jetstream().consumers.get('PUBLIC', inboxName('H26.1'));
    const sequences: number[] = [];
    for await (const message of await consumer.fetch({ max_messages: count, expires: 5_000 })) {
      sequences.push(message.seq);
      await message.ackAck();
      if (sequences.length === count) break;
    }
    return sequences;
  };

  it('gets what is public for its agency only, from the first on', async () => {
    await provisionPublicStream(connection);
    const facts = new PublicStream(connection);
    await facts.publish(elsewhere, fact, { msgId: 'e1.H26-2', position: 1n });
    await facts.publish(arrived, fact, { msgId: 'e1.H26-1', position: 1n });
    expect(await provisionInbox(connection, 'H26.1')).toBe('made');
    expect(await taken(1)).toEqual([2]);
    expect(await provisionInbox(connection, 'H26.1')).toBe('kept');
    await facts.publish(arrived, fact, { msgId: 'e2.H26-1', position: 2n });
    expect(await taken(1)).toEqual([3]);
  });

  it('is made anew when it stands beyond the end of a stream that lost messages', async () => {
    await provisionPublicStream(connection);
    const facts = new PublicStream(connection);
    await facts.publish(arrived, fact, { msgId: 'e1', position: 1n });
    await provisionInbox(connection, 'H26.1');
    await close();
    const messages = join('jetstream', '$G', 'streams', 'PUBLIC', 'msgs');
    const kept = join(folder, 'older');
    await cp(join(folder, 'server', messages), kept, { recursive: true });
    await open();
    for (const number of [2, 3, 4]) {
      await new PublicStream(connection).publish(arrived, fact, { msgId: `e${number}`, position: 2n });
    }
    expect(await taken(4)).toHaveLength(4);
    await close();
    await rm(join(folder, 'server', messages), { recursive: true });
    await cp(kept, join(folder, 'server', messages), { recursive: true });
    await open();
    expect(await provisionInbox(connection, 'H26.1')).toBe('made-anew');
    expect(await taken(1)).toEqual([1]);
    await new PublicStream(connection).publish(arrived, fact, { msgId: 'e5', position: 5n });
    expect(await taken(1)).toEqual([2]);
  }, 60_000);
});
