import { crc32 } from 'node:zlib';
import { type RecordedEvent, type StreamHead } from './event';
import { noPolicy, type StreamPolicy } from './stream-metadata';

/*
 * Record, big-endian: crc32 of all that follows and of the position (4), version (1), flags (1), created in ms (8),
 * id (16), revision (8), lengths of stream (2), type (2), metadata (4) and data (4), then the four in that order.
 */
const recordVersion = 1;
const headerBytes = 50;
const jsonFlag = 1;

/** How long the record of an event is, which is the step to the position of the next one. */
export const recordBytes = (event: Pick<RecordedEvent, 'stream' | 'type' | 'metadata' | 'data'>): number =>
  headerBytes +
  Buffer.byteLength(event.stream) +
  Buffer.byteLength(event.type) +
  event.metadata.length +
  event.data.length;

export function encodeRecord(event: RecordedEvent): Buffer {
  const streamBytes = Buffer.byteLength(event.stream);
  const typeBytes = Buffer.byteLength(event.type);
  const total = recordBytes(event);
  const record = Buffer.allocUnsafe(total);
  record.writeUInt8(recordVersion, 4);
  record.writeUInt8(event.isJson ? jsonFlag : 0, 5);
  writeNumber(record, event.createdMs, 6);
  record.write(event.id.replaceAll('-', ''), 14, 16, 'hex');
  writeNumber(record, event.revision, 30);
  record.writeUInt16BE(streamBytes, 38);
  record.writeUInt16BE(typeBytes, 40);
  record.writeUInt32BE(event.metadata.length, 42);
  record.writeUInt32BE(event.data.length, 46);
  record.write(event.stream, headerBytes);
  record.write(event.type, headerBytes + streamBytes);
  record.set(event.metadata, headerBytes + streamBytes + typeBytes);
  record.set(event.data, total - event.data.length);
  record.writeUInt32BE(checksum(record, event.position), 0);
  return record;
}

/** Undefined when the bytes are not the record that was written at this position. */
export function decodeRecord(record: Buffer, position: number): RecordedEvent | undefined {
  if (record.length < headerBytes || record.readUInt32BE(0) !== checksum(record, position)) return undefined;
  if (record.readUInt8(4) !== recordVersion) return undefined;
  const typeAt = headerBytes + record.readUInt16BE(38);
  const metadataAt = typeAt + record.readUInt16BE(40);
  const dataAt = metadataAt + record.readUInt32BE(42);
  if (dataAt + record.readUInt32BE(46) !== record.length) return undefined;
  return {
    id: formatUuid(record.toString('hex', 14, 30)),
    type: record.toString('utf8', typeAt, metadataAt),
    isJson: (record.readUInt8(5) & jsonFlag) !== 0,
    metadata: record.subarray(metadataAt, dataAt),
    data: record.subarray(dataAt),
    stream: record.toString('utf8', headerBytes, typeAt),
    revision: readNumber(record, 30),
    position,
    createdMs: readNumber(record, 6),
  };
}

/** A head as stored: the stream's number in the index beside its end. */
export interface StoredHead extends StreamHead {
  readonly streamNumber: number;
}

/*
 * Head, big-endian: crc32 of all that follows and of the stream's name (4), stream number (4), revision + 1 (8),
 * position (8), then the policy and whether it is tombstoned as JSON, nothing when there is neither.
 */
const headBytes = 24;

export function encodeHead(stream: string, head: StoredHead): Buffer {
  const { policy, isTombstoned } = head;
  const rest: StoredRest = isTombstoned === true ? { ...policy, isTombstoned } : policy;
  const text = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest);
  const record = Buffer.allocUnsafe(headBytes + text.length);
  record.writeUInt32BE(head.streamNumber, 4);
  writeNumber(record, head.revision + 1, 8);
  writeNumber(record, head.position, 16);
  record.write(text, headBytes, 'latin1');
  record.writeUInt32BE(crc32(record.subarray(4), crc32(stream)), 0);
  return record;
}

export function decodeHead(stream: string, record: Buffer): StoredHead | undefined {
  if (record.length < headBytes) return undefined;
  if (record.readUInt32BE(0) !== crc32(record.subarray(4), crc32(stream))) return undefined;
  const text = record.toString('latin1', headBytes);
  const { isTombstoned, ...policy } = text === '' ? noRest : (JSON.parse(text) as StoredRest);
  return {
    streamNumber: record.readUInt32BE(4),
    revision: readNumber(record, 8) - 1,
    position: readNumber(record, 16),
    policy,
    ...(isTombstoned === true ? { isTombstoned } : {}),
  };
}

type StoredRest = StreamPolicy & { readonly isTombstoned?: true };
const noRest: StoredRest = noPolicy;

/** Eight big-endian bytes for a number below 2^53, so that keys sort as numbers do. */
export function encodeNumber(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  writeNumber(bytes, value, 0);
  return bytes;
}

export function writeNumber(target: Buffer, value: number, offset: number): void {
  target.writeUInt32BE(Math.floor(value / 0x1_0000_0000), offset);
  target.writeUInt32BE(value % 0x1_0000_0000, offset + 4);
}

export const readNumber = (source: Buffer, offset: number): number =>
  source.readUInt32BE(offset) * 0x1_0000_0000 + source.readUInt32BE(offset + 4);

const checksum = (record: Buffer, position: number): number =>
  crc32(record.subarray(4), crc32(encodeNumber(position)));

export const formatUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
