import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { version } from '@eventstore/db-client/package.json';
import {
  Any,
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ClusterInfo,
  EndPoint,
  GoogleEmpty,
  GossipService,
  MemberInfo,
  ReadReq,
  ReadResp,
  RpcCode,
  RpcStatus,
  ServerFeaturesService,
  shared,
  StreamsService,
  SupportedMethod,
  SupportedMethods,
} from './protocol';
import { encodeEvent } from './wire.codec';

const advice =
  'The generated classes of @eventstore/db-client are another shape than this node was written for: ' +
  'check protocol.ts and the services against the new package before changing this expectation.';

/** Fails with advice, because a bare difference of method names would not tell what to do. */
function expectShape(actual: unknown, expected: unknown): void {
  try {
    expect(actual).toEqual(expected);
  } catch (error) {
    throw new Error(advice, { cause: error });
  }
}

it('is the version that was read and measured', () => expectShape(version, '6.2.1'));

it('is that version to the last byte of its generated code', () => {
  const folder = dirname(require.resolve('@eventstore/db-client/generated/streams_pb'));
  const digest = createHash('sha256');
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort()) {
    digest.update(`${file}\n`).update(readFileSync(join(folder, file)));
  }
  expectShape(digest.digest('hex'), '91c76a8d3bfa809ee75ae99693c48fbd404f2082224377b2c16fdc9729697a2e');
});

it('has the services with their paths and kinds of call', () => {
  const shape = (service: object) =>
    Object.entries(service).map(([name, { path, requestStream, responseStream }]) => [
      name,
      path,
      requestStream,
      responseStream,
    ]);
  expectShape(shape(StreamsService), [
    ['read', '/event_store.client.streams.Streams/Read', false, true],
    ['append', '/event_store.client.streams.Streams/Append', true, false],
    ['delete', '/event_store.client.streams.Streams/Delete', false, false],
    ['tombstone', '/event_store.client.streams.Streams/Tombstone', false, false],
    ['batchAppend', '/event_store.client.streams.Streams/BatchAppend', true, true],
  ]);
  expectShape(shape(GossipService), [['read', '/event_store.client.gossip.Gossip/Read', false, false]]);
  expectShape(shape(ServerFeaturesService), [
    [
      'getSupportedMethods',
      '/event_store.client.server_features.ServerFeatures/GetSupportedMethods',
      false,
      false,
    ],
  ]);
});

it('has every accessor the node calls', () => {
  const accessors: [object, string[]][] = [
    [AppendReq.prototype, ['getOptions', 'getProposedMessage']],
    [
      AppendReq.ProposedMessage.prototype,
      ['getId', 'getMetadataMap', 'getData_asU8', 'getCustomMetadata_asU8'],
    ],
    [AppendResp.prototype, ['setSuccess', 'setWrongExpectedVersion']],
    [BatchAppendReq.prototype, ['getCorrelationId', 'getOptions', 'getProposedMessagesList', 'getIsFinal']],
    [BatchAppendReq.Options.prototype, ['getStreamIdentifier', 'getStreamPosition', 'getDeadline']],
    [BatchAppendResp.prototype, ['setCorrelationId', 'setError', 'setSuccess', 'setStreamIdentifier']],
    [ReadReq.Options.prototype, ['getStream', 'getAll', 'getFilter', 'getUuidOption', 'getCount']],
    [ReadReq.Options.FilterOptions.prototype, ['getMax', 'hasMax', 'getCheckpointintervalmultiplier']],
    [
      ReadResp.prototype,
      ['setEvent', 'setConfirmation', 'setCheckpoint', 'setStreamNotFound', 'setCaughtUp'],
    ],
    [RpcStatus.prototype, ['setCode', 'setMessage', 'setDetails']],
    [SupportedMethods.prototype, ['setMethodsList', 'setEventStoreServerVersion']],
    [SupportedMethod.prototype, ['setMethodName', 'setServiceName', 'setFeaturesList']],
    [ClusterInfo.prototype, ['setMembersList']],
    [MemberInfo.prototype, ['setInstanceId', 'setTimeStamp', 'setState', 'setIsAlive', 'setHttpEndPoint']],
    [EndPoint.prototype, ['setAddress', 'setPort']],
    [Any.prototype, ['pack']],
    [GoogleEmpty.prototype, ['serializeBinary']],
    [shared.MaximumAppendSizeExceeded.prototype, ['setMaxappendsize']],
  ];
  const missing = accessors.flatMap(([prototype, names]) =>
    names.filter((name) => typeof Reflect.get(prototype, name) !== 'function'),
  );
  expectShape(missing, []);
  expectShape([RpcCode.INVALID_ARGUMENT, RpcCode.DATA_LOSS], [3, 15]);
  expectShape(Object.keys(ReadReq.Options.CountOptionCase), [
    'COUNT_OPTION_NOT_SET',
    'COUNT',
    'SUBSCRIPTION',
  ]);
});

it('puts an event on the wire byte for byte as before', () => {
  const golden = [
    '0a83010a7f0a26122431313131313131312d323232322d333333332d343434342d353535353535353535353535',
    '12051a03612d3118022007280732200a0c636f6e74656e742d7479706512106170706c69636174696f6e2f6a736f6e',
    '32130a07637265617465641208313030303030303032090a04747970651201543a025b5d42027b7d1807',
  ].join('');
  const bytes = Buffer.from(
    encodeEvent(
      {
        id: '11111111-2222-3333-4444-555555555555',
        type: 'T',
        isJson: true,
        data: Buffer.from('{}'),
        metadata: Buffer.from('[]'),
        stream: 'a-1',
        revision: 2,
        position: 7,
        createdMs: 1_000,
      },
      'text',
    ).serializeBinary(),
  ).toString('hex');
  expectShape(bytes, golden);
});

it('enters through protocol.ts alone', () => {
  const importers = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .filter((name) =>
      readFileSync(join(__dirname, name), 'utf8').includes('@eventstore/db-client/generated'),
    );
  expect(importers).toEqual(['protocol.ts']);
});
