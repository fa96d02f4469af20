import { status } from '@grpc/grpc-js';
import * as fc from 'fast-check';
import { streamNameBytesMax } from './limits';
import { BatchAppendReq } from './protocol';
import { DamagedRecord } from './store';
import {
  decodeProposed,
  decodeStreamName,
  decodeUnsigned,
  decodeUuid,
  encodeStreamName,
  encodeUuid,
} from './wire.codec';
import { asciiOf, toServiceError } from './wire-errors';

it('takes and gives UUIDs in both shapes of the protocol', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(decodeUuid(encodeUuid(id, 'structured'), 'id')).toBe(id);
      expect(decodeUuid(encodeUuid(id.toUpperCase(), 'text'), 'id')).toBe(id);
    }),
  );
  expect(() => decodeUuid(encodeUuid('nonsense', 'text'), 'event id')).toThrow(
    'event id "nonsense" is not a UUID',
  );
});

it('refuses a stream name that is empty or too long', () => {
  expect(() => decodeStreamName(undefined)).toThrow('names no stream');
  expect(() => decodeStreamName(encodeStreamName('x'.repeat(streamNameBytesMax + 1)))).toThrow('the most is');
  expect(decodeStreamName(encodeStreamName('sổ-đến'))).toBe('sổ-đến');
});

it('keeps the largest unsigned numbers ahead of every head', () =>
  expect(decodeUnsigned('18446744073709551615')).toBe(Number.MAX_SAFE_INTEGER));

it('names the properties an event lacks', () => {
  const message = new BatchAppendReq.ProposedMessage();
  message.getMetadataMap().set('type', 'T');
  expect(() => decodeProposed(message)).toThrow('missing: content-type');
});

it('keeps trailers to what HTTP/2 headers can hold', () => {
  expect(asciiOf('document-1')).toBe('document-1');
  expect(asciiOf('sổ')).toBe('s%E1%BB%95');
  const error = toServiceError(new DamagedRecord('checksum does not match', 'sổ', 3, 9));
  expect(error).toMatchObject({ code: status.DATA_LOSS });
  expect(error.metadata?.getMap()).toEqual({ 'stream-name': 's%E1%BB%95', revision: '3', position: '9' });
});
