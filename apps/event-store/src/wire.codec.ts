import { type ExpectedRevision } from './append-rules';
import { type ProposedEvent, type RecordedEvent, tombstoneRevision } from './event';
import { appendEventsMax, eventTypeBytesMax, streamNameBytesMax } from './limits';
import {
  type AppendReq,
  BatchAppendReq,
  type DeleteReq,
  ReadResp,
  shared,
  type TombstoneReq,
} from './protocol';
import { formatUuid } from './record.codec';

/** A request that cannot be carried out as it stands; the message says what was wrong. */
export class InvalidRequest extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidRequest';
  }
}

/** An event without the type or content type that the protocol requires. */
export class MissingMetadataProperty extends InvalidRequest {
  constructor(readonly properties: readonly string[]) {
    super(`Required metadata properties are missing: ${properties.join(', ')}.`);
    this.name = 'MissingMetadataProperty';
  }
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const jsonContentType = 'application/json';
const binaryContentType = 'application/octet-stream';
const requiredProperties = ['type', 'content-type'] as const;
const ticksPerMs = 10_000n;

export function decodeStreamName(identifier: shared.StreamIdentifier | undefined): string {
  const bytes = identifier?.getStreamName_asU8() ?? new Uint8Array();
  if (bytes.length === 0) throw new InvalidRequest('The request names no stream.');
  if (bytes.length > streamNameBytesMax) {
    throw new InvalidRequest(`The stream name has ${bytes.length} bytes; the most is ${streamNameBytesMax}.`);
  }
  return textOf(bytes);
}

export function encodeStreamName(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
}

/** Accepts both shapes of the protocol; the result is lower-case text. */
export function decodeUuid(uuid: shared.UUID | undefined, what: string): string {
  const structured = uuid?.getStructured();
  const text = structured === undefined ? (uuid?.getString() ?? '').toLowerCase() : textOfBits(structured);
  if (!uuidPattern.test(text)) throw new InvalidRequest(`The ${what} "${text.slice(0, 64)}" is not a UUID.`);
  return text;
}

/** Exact revisions beyond 2^53 lie ahead of every stream; they stay numbers that no head reaches. */
export const decodeUnsigned = (text: string): number => Math.min(Number(text), Number.MAX_SAFE_INTEGER);

export function decodeExpectation(
  options: AppendReq.Options | DeleteReq.Options | TombstoneReq.Options,
): ExpectedRevision {
  if (options.hasRevision()) return decodeUnsigned(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  if (options.hasAny()) return 'any';
  throw new InvalidRequest('The request names no expected revision.');
}

export function decodeBatchExpectation(options: BatchAppendReq.Options): ExpectedRevision {
  const kinds = BatchAppendReq.Options.ExpectedStreamPositionCase;
  switch (options.getExpectedStreamPositionCase()) {
    case kinds.STREAM_POSITION:
      return decodeUnsigned(options.getStreamPosition());
    case kinds.NO_STREAM:
      return 'no_stream';
    case kinds.STREAM_EXISTS:
      return 'stream_exists';
    case kinds.ANY:
      return 'any';
    default:
      throw new InvalidRequest('The append names no expected revision.');
  }
}

type ProposedMessage = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

export function decodeProposed(message: ProposedMessage): ProposedEvent {
  const properties = message.getMetadataMap();
  const missing = requiredProperties.filter((property) => !properties.has(property));
  if (missing.length > 0) throw new MissingMetadataProperty(missing);
  const type = properties.get('type') ?? '';
  if (type === '') throw new InvalidRequest('An event has an empty type.');
  if (Buffer.byteLength(type) > eventTypeBytesMax) {
    throw new InvalidRequest(`An event type is longer than ${eventTypeBytesMax} bytes.`);
  }
  return {
    id: decodeUuid(message.getId(), 'event id'),
    type,
    isJson: properties.get('content-type') === jsonContentType,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function refuseTooMany(events: readonly unknown[]): void {
  if (events.length > appendEventsMax) {
    throw new InvalidRequest(`One append holds at most ${appendEventsMax} events.`);
  }
}

/** What one event adds to the size of its append, in bytes, as a real node counts it. */
export const sizeOf = (event: ProposedEvent): number =>
  event.data.length + event.metadata.length + 2 * event.type.length;

export type UuidShape = 'text' | 'structured';

/** With a target the event goes as a link; a target that is gone leaves the link alone. */
export function encodeEvent(
  event: RecordedEvent,
  shape: UuidShape,
  target?: RecordedEvent | 'gone',
): ReadResp {
  const read = new ReadResp.ReadEvent().setCommitPosition(String(event.position));
  const recorded = encodeRecorded(event, shape);
  if (target === undefined) return new ReadResp().setEvent(read.setEvent(recorded));
  if (target !== 'gone') read.setEvent(encodeRecorded(target, shape));
  return new ReadResp().setEvent(read.setLink(recorded));
}

function encodeRecorded(event: RecordedEvent, shape: UuidShape): ReadResp.ReadEvent.RecordedEvent {
  const position = String(event.position);
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(encodeUuid(event.id, shape));
  recorded.setStreamIdentifier(encodeStreamName(event.stream));
  recorded.setStreamRevision(encodeRevision(event.revision));
  recorded.setPreparePosition(position);
  recorded.setCommitPosition(position);
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const properties = recorded.getMetadataMap();
  properties.set('type', event.type);
  properties.set('content-type', event.isJson ? jsonContentType : binaryContentType);
  properties.set('created', String(BigInt(event.createdMs) * ticksPerMs));
  return recorded;
}

const encodeRevision = (revision: number): string =>
  revision === tombstoneRevision ? '9223372036854775807' : String(revision);

export function encodeCheckpoint(position: bigint): ReadResp {
  const checkpoint = new ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  return new ReadResp().setCheckpoint(checkpoint);
}

export function encodeUuid(id: string, shape: UuidShape): shared.UUID {
  if (shape === 'text') return new shared.UUID().setString(id);
  const hex = id.replaceAll('-', '');
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`))));
  structured.setLeastSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${hex.slice(16)}`))));
  return new shared.UUID().setStructured(structured);
}

function textOfBits(structured: shared.UUID.Structured): string {
  const half = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  return formatUuid(half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits()));
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
