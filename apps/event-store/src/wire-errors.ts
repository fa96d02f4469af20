import { Metadata, type ServiceError, status, type StatusObject } from '@grpc/grpc-js';
import { type ExpectedRevision } from './append-rules';
import { appendBytesMax } from './limits';
import { Any, RpcStatus, shared } from './protocol';
import { DamagedRecord, StorageFull } from './store';
import { encodeStreamName, InvalidRequest, MissingMetadataProperty } from './wire.codec';

/** The events of one append exceed `appendBytesMax`. */
export class AppendTooLarge extends InvalidRequest {
  constructor() {
    super(`Maximum Append Size of ${appendBytesMax} Exceeded.`);
    this.name = 'AppendTooLarge';
  }
}

/** The stream has a tombstone, or it is soft-deleted and was expected to exist. */
export class StreamDeleted extends InvalidRequest {
  constructor(readonly stream: string) {
    super(`Event stream '${stream}' is deleted.`);
    this.name = 'StreamDeleted';
  }
}

/** A deletion expected another revision than the stream has. */
export class WrongRevision extends InvalidRequest {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly current: number | 'no_stream',
  ) {
    super(`The deletion of '${stream}' failed: expected revision ${expected}, it is ${current}.`);
    this.name = 'WrongRevision';
  }
}

/** A subscription began where no event begins; the same one will be refused for ever. */
export class InvalidPosition extends InvalidRequest {
  constructor() {
    super('Trying to read from an invalid position.');
    this.name = 'InvalidPosition';
  }
}

/** What a real node cannot read it names by its own result, without saying what was wrong with the request. */
export class UnexpectedResult extends InvalidRequest {
  constructor(result: `Read${'All' | 'Stream'}Result: ${'Error' | 'InvalidPosition'}`) {
    super(`Unexpected ${result}`);
    this.name = 'UnexpectedResult';
  }
}

/** What a real node meets with an error of its own. */
export class HandlerFailed extends InvalidRequest {
  constructor() {
    super('Exception was thrown by handler.');
    this.name = 'HandlerFailed';
  }
}

/** Nobody may do this, whoever asks. */
export class AccessDenied extends InvalidRequest {
  constructor(what: string) {
    super(what);
    this.name = 'AccessDenied';
  }
}

/** The append was not answered in the time its deadline left; whether it is recorded shows by reading. */
export class AppendTimedOut extends Error {
  constructor() {
    super(
      'The append missed its deadline. Repeat it with the same event ids and the same expected revision.',
    );
    this.name = 'AppendTimedOut';
  }
}

/** More came for a live subscriber than waits for one; it goes on by subscribing again after what it has. */
export class ConsumerTooSlow extends Error {
  constructor(readonly state: 'live' | 'transitioning to live') {
    super(
      `Operation timed out: Consumer too slow to handle event while ${state}. Client resubscription required.`,
    );
    this.name = 'ConsumerTooSlow';
  }
}

/** A limit of `limits.ts` is reached by what is under way; the same call may succeed later. */
export class LimitReached extends Error {
  constructor(what: string) {
    super(`${what}. Nothing was taken; repeat the call when others have ended.`);
    this.name = 'LimitReached';
  }
}

/** The node is stopping; nothing that follows is taken. */
export class NodeStopping extends Error {
  constructor() {
    super('The event store node is stopping. Repeat the call when it is back.');
    this.name = 'NodeStopping';
  }
}

/** Nothing was done, and nobody is at fault: told to the client, and not logged call by call. */
export const isRefusedForNow = (error: unknown): boolean =>
  error instanceof StorageFull || error instanceof LimitReached || error instanceof ConsumerTooSlow;

/** Status and trailers by which the official client makes its typed errors. */
export function toServiceError(
  error: unknown,
): Partial<StatusObject> & Pick<ServiceError, 'name' | 'message'> {
  const failure = error instanceof Error ? error : new Error(String(error));
  const { code, trailers } = classify(failure);
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, asciiOf(value));
  return { name: failure.name, message: failure.message, code, details: failure.message, metadata };
}

/** The same failures as the batch protocol carries them: a status with packed details. */
export function toBatchError(error: unknown): RpcStatus {
  const failure = error instanceof Error ? error : new Error(String(error));
  const [details, typeName] = detailsOf(failure);
  const packed = new Any();
  packed.pack(details.serializeBinary(), `event_store.client.${typeName}`);
  const answer = new RpcStatus().setMessage(failure.message).setDetails(packed);
  return answer.setCode(batchCodeOf(failure) as number);
}

/** Where a batch answers with another code than a call of its own. */
function batchCodeOf(failure: Error): status {
  if (failure instanceof StreamDeleted) return status.NOT_FOUND;
  if (failure instanceof AppendTimedOut) return status.DEADLINE_EXCEEDED;
  return classify(failure).code;
}

interface Classified {
  readonly code: status;
  readonly trailers: Readonly<Record<string, string>>;
}

function classify(failure: Error): Classified {
  if (failure instanceof AppendTooLarge) {
    const trailers = {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(appendBytesMax),
    };
    return { code: status.INVALID_ARGUMENT, trailers };
  }
  if (failure instanceof MissingMetadataProperty) {
    const trailers = {
      exception: 'missing-required-metadata-property',
      'required-metadata-properties': failure.properties.join(','),
    };
    return { code: status.INVALID_ARGUMENT, trailers };
  }
  if (failure instanceof StreamDeleted) {
    const trailers = { exception: 'stream-deleted', 'stream-name': failure.stream };
    return { code: status.FAILED_PRECONDITION, trailers };
  }
  if (failure instanceof WrongRevision) {
    const trailers = {
      exception: 'wrong-expected-version',
      'stream-name': failure.stream,
      'expected-version': versionOf(failure.expected),
      'actual-version': versionOf(failure.current),
    };
    return { code: status.FAILED_PRECONDITION, trailers };
  }
  if (failure instanceof AccessDenied) {
    return { code: status.PERMISSION_DENIED, trailers: { exception: 'access-denied' } };
  }
  if (failure instanceof UnexpectedResult || failure instanceof HandlerFailed) {
    return { code: status.UNKNOWN, trailers: {} };
  }
  if (failure instanceof InvalidRequest) return { code: status.INVALID_ARGUMENT, trailers: {} };
  // DEADLINE_EXCEEDED is what the caller's own clock says; the server's clock says ABORTED, as a real node does.
  if (failure instanceof AppendTimedOut || failure instanceof ConsumerTooSlow) {
    return { code: status.ABORTED, trailers: {} };
  }
  // A real node that stops cancels its long calls; the client then connects anew.
  if (failure instanceof NodeStopping) return { code: status.CANCELLED, trailers: {} };
  if (isRefusedForNow(failure)) return { code: status.RESOURCE_EXHAUSTED, trailers: {} };
  if (failure instanceof DamagedRecord) {
    const { stream, revision = 'unknown', position = 'unknown' } = failure;
    const trailers = { 'stream-name': stream, revision: String(revision), position: String(position) };
    return { code: status.DATA_LOSS, trailers };
  }
  return { code: status.INTERNAL, trailers: {} };
}

/** The numbers by which a real node names what is no revision. */
const specialVersions = { no_stream: '-1', any: '-2', stream_exists: '-4' };

const versionOf = (expected: ExpectedRevision): string =>
  typeof expected === 'number' ? String(expected) : specialVersions[expected];

function detailsOf(failure: Error): [{ serializeBinary(): Uint8Array }, string] {
  if (failure instanceof StreamDeleted) {
    const deleted = new shared.StreamDeleted().setStreamIdentifier(encodeStreamName(failure.stream));
    return [deleted, 'StreamDeleted'];
  }
  if (failure instanceof AccessDenied) return [new shared.AccessDenied(), 'AccessDenied'];
  if (failure instanceof AppendTooLarge) {
    return [
      new shared.MaximumAppendSizeExceeded().setMaxappendsize(appendBytesMax),
      'MaximumAppendSizeExceeded',
    ];
  }
  if (failure instanceof InvalidRequest) {
    return [new shared.BadRequest().setMessage(failure.message), 'BadRequest'];
  }
  if (failure instanceof AppendTimedOut) return [new shared.Timeout(), 'Timeout'];
  // The client shows the message of an unknown detail type and drops that of `Unknown`, so these name themselves.
  if (failure instanceof DamagedRecord || isRefusedForNow(failure)) {
    return [new shared.BadRequest().setMessage(failure.message), failure.name];
  }
  return [new shared.Unknown(), 'Unknown'];
}

/** HTTP/2 headers hold printable ASCII only; anything else would make the answer itself fail. */
export const asciiOf = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
