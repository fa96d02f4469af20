import type { StoredEvent } from '@adapters/event-store';
import { connectNats, inboxName, type NatsConnection, publicStreamName } from '@adapters/messaging';
import { agencyToken } from '@domain/codes';
import { copiesOf } from '@formats/public-facts';
import { numberedCopies } from '../../apps/bus/src/relay/numbering';
import { feedOf, numbersOf } from '../flows/feed-of';
import type { FaultHouse } from './fault-house';

/** By its first fact. */
const openedAs = (events: readonly StoredEvent[]) =>
  events.find(({ type }) => type === 'InstallationOpened.v1')?.data as { readonly storeId: string };

/**
 * An agency's own program: reads its inbox to the end and keeps every fact once, by the id of its CloudEvent, however
 * often and in whatever order it comes.
 */
export class InboxReader {
  private readonly kept = new Map<string, string>();

  constructor(
    private readonly house: FaultHouse,
    private readonly agency: string,
  ) {}

  /** Reads until it has what the store says is its own; that there is nothing else, and no fact in two texts. */
  async readAll(events: readonly StoredEvent[]): Promise<void> {
    const own = `public.${agencyToken(this.agency)}.`;
    const [installation, numbers] = [openedAs(events), numbersOf(await feedOf(events))];
    const copies = events
      .flatMap((event) => numberedCopies(copiesOf(event, installation), { numbers }))
      .filter(({ subject }) => subject.startsWith(own));
    const due = new Map(copies.map(({ cloudEvent }) => [cloudEvent.id, JSON.stringify(cloudEvent)]));
    await this.connected(async (connection) => {
      const consumer = await connection.jetstream().consumers.get(publicStreamName, inboxName(this.agency));
      while ([...due.keys()].some((id) => !this.kept.has(id)) || (await consumer.info()).num_pending > 0) {
        for await (const message of await consumer.fetch({ max_messages: 200, expires: 1_000 })) {
          const { id } = message.json<{ id: string }>();
          const text = message.string();
          if ((this.kept.get(id) ?? text) !== text) throw new Error(`${id} came as ${text}`);
          this.kept.set(id, text);
          await message.ackAck();
        }
      }
    });
    expect(new Map([...this.kept].sort())).toEqual(new Map([...due].sort()));
  }

  /** When the server made its consumer. */
  consumerMadeAt(): Promise<string> {
    return this.connected(async (connection) => {
      const manager = await connection.jetstreamManager();
      const { created } = await manager.consumers.info(publicStreamName, inboxName(this.agency));
      return String(created);
    });
  }

  private async connected<T>(work: (connection: NatsConnection) => Promise<T>): Promise<T> {
    const { nats } = await this.house.servers();
    const connection = await connectNats({ ...nats, name: `inbox of ${this.agency}` });
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  }
}
