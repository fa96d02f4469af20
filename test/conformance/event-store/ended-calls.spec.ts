import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { type ServiceError, status } from '@grpc/grpc-js';
import { type RunningNode, startNode } from '../../../apps/event-store/src/node';
import { channelTo, connectionStringOf } from './node-under-test';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** Node before 22.11 cuts a connection after 1,000 calls ended at once and 33 a second, whatever it is told. */
const subscriptions = major > 22 || (major === 22 && minor >= 11) ? 3_000 : 900;
const atOnce = 50;

let node: RunningNode;
beforeAll(async () => (node = await startNode({})));
afterAll(() => node.stop());

function subscription(): ReadReq {
  const stream = new ReadReq.Options.StreamOptions().setStart(new Empty());
  stream.setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from('note-1')));
  const options = new ReadReq.Options().setStream(stream).setNoFilter(new Empty());
  options.setSubscription(new ReadReq.Options.SubscriptionOptions());
  return new ReadReq().setOptions(
    options.setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty())),
  );
}

it('a client that ends as many subscriptions at once as docs say keeps its connection', async () => {
  const stubs = new StreamsClient(...channelTo(connectionStringOf(node)));
  const codes = new Set<status>();
  /** Ends a subscription as soon as it is confirmed. */
  const once = () =>
    new Promise<void>((resolve) => {
      const call = stubs.read(subscription());
      call.once('data', () => call.cancel());
      call.on('error', ({ code }: ServiceError) => {
        codes.add(code);
        resolve();
      });
    });
  let begun = 0;
  const one = async (): Promise<void> => {
    while (begun < subscriptions) {
      begun += 1;
      await once();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  stubs.close();
  expect([...codes]).toEqual([status.CANCELLED]);
});
