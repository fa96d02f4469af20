import { randomUUID } from 'node:crypto';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { type StatusObject } from '@grpc/grpc-js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { rule } from './contract';
import { all, channelTo, kinds, newStream, nodeOfBlock } from './node-under-test';

const appends = 200;

function requestFor(stream: string): BatchAppendReq {
  const options = new BatchAppendReq.Options().setAny(new Empty());
  options.setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream)));
  const message = new BatchAppendReq.ProposedMessage().setId(new UUID().setString(randomUUID()));
  message.getMetadataMap().set('type', 'Noted').set('content-type', 'application/json');
  const request = new BatchAppendReq().setCorrelationId(new UUID().setString(randomUUID()));
  return request
    .setOptions(options)
    .setIsFinal(true)
    .setProposedMessagesList([message.setData(Buffer.from('{}'))]);
}

describe.each(kinds)('a half-closed batch call, %s', (kind) => {
  const tested = nodeOfBlock(kind);

  it(
    rule('5.2.24', 'ends well with an answer, whatever else waits for one, and all of it is recorded'),
    async () => {
      const stubs = new StreamsClient(...channelTo(tested.url));
      const stream = newStream();
      const call = stubs.batchAppend();
      const answers: BatchAppendResp[] = [];
      call.on('data', (answer: BatchAppendResp) => answers.push(answer));
      const ended = new Promise<StatusObject>((resolve) => call.on('status', resolve));
      for (let count = 0; count < appends; count += 1) call.write(requestFor(stream));
      call.end();
      expect(await ended).toMatchObject({ code: 0 });
      expect(answers.length).toBeGreaterThan(0);
      // In memory all is recorded before the end of the request is seen.
      if (kind === 'disk') expect(answers.length).toBeLessThan(appends);
      stubs.close();
      // What comes after them in order shows that they were carried out, answered or not.
      await tested.write(stream, 1);
      expect(await all(tested.client.readStream(stream))).toHaveLength(appends + 1);
    },
  );
});
