import {
  BatchAppendReq,
  type BatchAppendResp,
  GoogleEmpty,
  ReadReq,
  type ReadResp,
  shared,
  Timestamp,
} from '../protocol';
import { type CopiedEvent } from './copied-event';
import { type Run, type WriteAnswer } from './copy-target';

export type WireEvent = ReadResp.ReadEvent.RecordedEvent;

/** A place in the log of a node; the two numbers differ in transactions of old servers alone. */
export interface WirePlace {
  readonly commit: string;
  readonly prepare: string;
}

type Direction = 'forwards' | 'backwards';

/** The whole log from its beginning, its end, or the event at a place on, which comes first then. */
export function requestOfAll(direction: Direction, count?: number, from?: WirePlace): ReadReq {
  const all = new ReadReq.Options.AllOptions();
  if (from !== undefined) {
    const position = new ReadReq.Options.Position().setCommitPosition(from.commit);
    all.setPosition(position.setPreparePosition(from.prepare));
  } else if (direction === 'forwards') all.setStart(new shared.Empty());
  else all.setEnd(new shared.Empty());
  return requestOf(new ReadReq.Options().setAll(all), direction, count);
}

/** A stream forwards from a revision on. */
export function requestOfStream(stream: string, revision: bigint, count?: number): ReadReq {
  const of = new ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream));
  return requestOf(new ReadReq.Options().setStream(of.setRevision(String(revision))), 'forwards', count);
}

/** The newest event of a stream. */
export function requestOfLast(stream: string): ReadReq {
  const of = new ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream));
  return requestOf(new ReadReq.Options().setStream(of.setEnd(new shared.Empty())), 'backwards', 1);
}

function requestOf(options: ReadReq.Options, direction: Direction, count: number | undefined): ReadReq {
  const { FORWARDS, BACKWARDS } = ReadReq.Options.ReadDirection;
  const uuid = new ReadReq.Options.UUIDOption().setString(new shared.Empty());
  options.setReadDirection(direction === 'forwards' ? FORWARDS : BACKWARDS);
  options.setCount(String(count ?? Number.MAX_SAFE_INTEGER));
  return new ReadReq().setOptions(options.setUuidOption(uuid).setNoFilter(new shared.Empty()));
}

const identifier = (stream: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream));

export function requestOfAppend({ stream, events, after }: Run, id: string, deadlineMs: number) {
  const options = new BatchAppendReq.Options().setStreamIdentifier(identifier(stream));
  options.setDeadline(Timestamp.fromDate(new Date(deadlineMs)));
  if (after < 0n) options.setNoStream(new GoogleEmpty());
  else options.setStreamPosition(String(after));
  const request = new BatchAppendReq().setCorrelationId(new shared.UUID().setString(id));
  return request.setOptions(options).setProposedMessagesList(events.map(proposed)).setIsFinal(true);
}

function proposed({ id, type, isJson, data, metadata }: CopiedEvent): BatchAppendReq.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage().setId(new shared.UUID().setString(id));
  message.getMetadataMap().set('type', type);
  message.getMetadataMap().set('content-type', isJson ? 'application/json' : 'application/octet-stream');
  return message.setData(data).setCustomMetadata(metadata);
}

/** `late` when the node does not know yet, undefined when it could not, for a reason that is not the stream's. */
export function writeAnswerOf(response: BatchAppendResp): WriteAnswer | 'late' | undefined {
  if (response.hasSuccess()) return 'recorded';
  const reason = response.getError()?.getDetails()?.getTypeName();
  if (reason === 'event_store.client.WrongExpectedVersion') return 'other-revision';
  if (reason === 'event_store.client.Timeout') return 'late';
  return reason === 'event_store.client.StreamDeleted' ? 'stream-deleted' : undefined;
}

export function copiedEvent(found: WireEvent): CopiedEvent {
  const metadata = found.getMetadataMap();
  return {
    id: found.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    isJson: metadata.get('content-type') === 'application/json',
    data: found.getData_asU8(),
    metadata: found.getCustomMetadata_asU8(),
    stream: Buffer.from(found.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
    revision: BigInt(found.getStreamRevision()),
    place: found.getCommitPosition(),
    createdMs: createdMsOf(found),
  };
}

export const placeOf = (found: WireEvent): WirePlace => ({
  commit: found.getCommitPosition(),
  prepare: found.getPreparePosition(),
});

/** The protocol counts 100 ns since 1970. */
export const createdMsOf = (found: WireEvent): number =>
  Number(BigInt(found.getMetadataMap().get('created') ?? '0') / 10_000n);
