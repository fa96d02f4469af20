import { AckPolicy, type ConsumerInfo, DeliverPolicy, nanos, type NatsConnection } from 'nats';
import { everythingBelow } from '@contracts';
import { agencyToken } from '@domain/codes';
import { apiErrorOf } from './api-error';
import { publicStreamName } from './public-stream';

export const inboxName = (agency: string): string => `inbox-${agencyToken(agency)}`;

const unacknowledgedMax = 1_000;
const ackWaitMs = 30_000;

/**
 * The durable consumer of one agency: everything public for it, oldest first, acknowledged message by message. Safe
 * to call at every start. A consumer that stands beyond the end of the stream would never deliver what comes next, so
 * it is made anew: JetStream may come back from a power cut with fewer messages than its consumers have seen.
 */
export const provisionInbox = (connection: NatsConnection, agency: string): Promise<Provisioned> =>
  provisionConsumer(connection, {
    name: inboxName(agency),
    filter: everythingBelow('public', agencyToken(agency)),
  });

type Provisioned = 'made' | 'kept' | 'made-anew';

/** The same for any durable consumer of the stream. */
export async function provisionConsumer(
  connection: NatsConnection,
  { name, filter }: { readonly name: string; readonly filter: string },
): Promise<Provisioned> {
  const manager = await connection.jetstreamManager({ checkAPI: false });
  const stood = await manager.consumers.info(publicStreamName, name).catch((error: unknown) => {
    if (apiErrorOf(error)?.err_code === consumerNotFound) return undefined;
    throw error;
  });
  if (stood !== undefined && !(await isBeyondTheEnd(stood))) return 'kept';
  if (stood !== undefined) await manager.consumers.delete(publicStreamName, name);
  await manager.consumers.add(publicStreamName, {
    durable_name: name,
    filter_subject: filter,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitMs),
    deliver_policy: DeliverPolicy.All,
    max_ack_pending: unacknowledgedMax,
    max_deliver: -1,
  });
  return stood === undefined ? 'made' : 'made-anew';

  async function isBeyondTheEnd({ ack_floor, delivered }: ConsumerInfo): Promise<boolean> {
    const { state } = await manager.streams.info(publicStreamName);
    return Math.max(ack_floor.stream_seq, delivered.stream_seq) > state.last_seq;
  }
}

/** Nothing when there is none of that name. */
export async function removeConsumer(connection: NatsConnection, name: string): Promise<void> {
  const manager = await connection.jetstreamManager();
  await manager.consumers.delete(publicStreamName, name).catch((error: unknown) => {
    if (apiErrorOf(error)?.err_code !== consumerNotFound) throw error;
  });
}

const consumerNotFound = 10014;
