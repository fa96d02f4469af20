import { EventStoreDBClient } from '@eventstore/db-client';
import {
  connect,
  DiscardPolicy,
  type MsgHdrs,
  nanos,
  type NatsConnection,
  RetentionPolicy,
  StorageType,
} from 'nats';
import { publicStreamLimits, publicStreamName } from '@adapters/messaging';
import { atMost } from '@runtime';
import type { Slice } from '../pairs';

const stream = 'BARE';
const inFlight = 256;
const expectedBefore = 'Nats-Expected-Last-Msg-Id';
/** Beside `PUBLIC`, which may have half of what the server keeps. */
const bytesMax = 1024 ** 3;

interface Sent {
  readonly subject: string;
  readonly headers: MsgHdrs;
  readonly data: Uint8Array;
}

/** What lies in `PUBLIC`, published by a client that does nothing else, into a stream with the same settings. */
export class BareStream {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly messages: readonly Sent[],
  ) {}

  static async of(url: string): Promise<BareStream> {
    const connection = await connect({ servers: url, name: 'bare' });
    const messages: Sent[] = [];
    const consumer = await connection.jetstream().consumers.get(publicStreamName);
    const reading = await consumer.consume();
    for await (const message of reading) {
      const headers = message.headers as MsgHdrs;
      headers.delete(expectedBefore);
      const subject = message.subject.replace(/^public\./, 'bare.');
      messages.push({ subject, headers, data: message.data });
      if (message.info.pending === 0) break;
    }
    await reading.close();
    return new BareStream(connection, messages);
  }

  /** Messages a second, 256 waiting for their acknowledgement. */
  readonly rate: Slice = async () => {
    const manager = await this.connection.jetstreamManager();
    await manager.streams.delete(stream).catch(() => undefined);
    const { maxAgeMs, duplicateWindowMs } = publicStreamLimits;
    await manager.streams.add({
      ...{ name: stream, subjects: ['bare.>'], storage: StorageType.File, max_bytes: bytesMax },
      ...{ retention: RetentionPolicy.Limits, discard: DiscardPolicy.New },
      ...{ max_age: nanos(maxAgeMs), duplicate_window: nanos(duplicateWindowMs) },
    });
    const jetstream = this.connection.jetstream();
    const started = performance.now();
    await atMost(inFlight, this.messages, ({ subject, headers, data }) =>
      jetstream.publish(subject, data, { headers }),
    );
    const seconds = (performance.now() - started) / 1_000;
    const { state } = await manager.streams.info(stream);
    await manager.streams.delete(stream);
    if (state.messages !== this.messages.length) throw new Error(`${state.messages} messages in ${stream}`);
    return this.messages.length / seconds;
  };

  async close(): Promise<void> {
    await this.connection.close();
  }
}

/**
 * Everything in the store read by the official client, again and again by the same one, in messages that follow from it
 * a second.
 */
export class BareRead {
  private readonly client: EventStoreDBClient;
  constructor(
    url: string,
    private readonly messages: number,
  ) {
    this.client = EventStoreDBClient.connectionString(url);
  }

  readonly rate: Slice = async () => {
    const started = performance.now();
    let events = 0;
    for await (const { event } of this.client.readAll()) if (event !== undefined) events += 1;
    if (events === 0) throw new Error('nothing was read');
    return (this.messages * 1_000) / (performance.now() - started);
  };

  close(): Promise<void> {
    return this.client.dispose();
  }
}
