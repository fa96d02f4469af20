import { status } from '@grpc/grpc-js';
import { type ExpectedRevision } from './append-rules';
import { appendBytesMax } from './limits';
import { InvalidRequest, MissingMetadataProperty } from './wire.codec';
import {
  AccessDenied,
  AppendTimedOut,
  AppendTooLarge,
  StreamDeleted,
  toBatchError,
  toServiceError,
  WrongRevision,
} from './wire-errors';

const limit = String(appendBytesMax);

const answers: [Error, status, Record<string, string>][] = [
  [
    new StreamDeleted('a-1'),
    status.FAILED_PRECONDITION,
    { exception: 'stream-deleted', 'stream-name': 'a-1' },
  ],
  [
    new WrongRevision('a-1', 3, 5),
    status.FAILED_PRECONDITION,
    {
      exception: 'wrong-expected-version',
      'stream-name': 'a-1',
      'expected-version': '3',
      'actual-version': '5',
    },
  ],
  [new AccessDenied('no'), status.PERMISSION_DENIED, { exception: 'access-denied' }],
  [
    new AppendTooLarge(),
    status.INVALID_ARGUMENT,
    { exception: 'maximum-append-size-exceeded', 'maximum-append-size': limit },
  ],
  [
    new MissingMetadataProperty(['type', 'content-type']),
    status.INVALID_ARGUMENT,
    { exception: 'missing-required-metadata-property', 'required-metadata-properties': 'type,content-type' },
  ],
  [new InvalidRequest('what'), status.INVALID_ARGUMENT, {}],
  [new AppendTimedOut(), status.ABORTED, {}],
  [new Error('a defect'), status.INTERNAL, {}],
];

it.each(answers.map((row) => [row[0].name, ...row] as const))(
  'section 1.8: %s has the status and the trailers the official client reads',
  (_, error, code, trailers) => {
    const answer = toServiceError(error);
    expect(answer).toMatchObject({ code, details: error.message });
    expect(answer.metadata?.getMap()).toEqual(trailers);
  },
);

it.each<[ExpectedRevision, string]>([
  ['no_stream', '-1'],
  ['any', '-2'],
  ['stream_exists', '-4'],
  [0, '0'],
])('names the expectation %s by the number of a real node', (expected, number) => {
  const trailers = toServiceError(new WrongRevision('a', expected, 'no_stream')).metadata?.getMap();
  expect(trailers).toMatchObject({ 'expected-version': number, 'actual-version': '-1' });
});

const batchAnswers: [Error, status, string][] = [
  [new StreamDeleted('a-1'), status.NOT_FOUND, 'StreamDeleted'],
  [new AccessDenied('no'), status.PERMISSION_DENIED, 'AccessDenied'],
  [new AppendTooLarge(), status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded'],
  [new InvalidRequest('what'), status.INVALID_ARGUMENT, 'BadRequest'],
  [new AppendTimedOut(), status.DEADLINE_EXCEEDED, 'Timeout'],
  [new Error('a defect'), status.INTERNAL, 'Unknown'],
];

it.each(batchAnswers.map((row) => [row[0].name, ...row] as const))(
  'section 1.5: a batch packs %s',
  (_, error, code, typeName) => {
    const answer = toBatchError(error);
    expect(answer.getCode()).toBe(code);
    expect(answer.getDetails()?.getTypeName()).toBe(`event_store.client.${typeName}`);
  },
);
