import { Metadata, type ServiceError, status, type StatusObject } from '@grpc/grpc-js';
import { appendBytesMax } from './limits';
import { Any, RpcStatus, shared } from './protocol';
import { DamagedRecord } from './store';
import { InvalidRequest, MissingMetadataProperty } from './wire.codec';

/** The events of one append exceed `appendBytesMax`. */
export class AppendTooLarge extends InvalidRequest {
  constructor() {
    super(`Maximum Append Size of ${appendBytesMax} Exceeded.`);
    this.name = 'AppendTooLarge';
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

/** The node is stopping; nothing that follows is taken. */
export class NodeStopping extends Error {
  constructor() {
    super('The event store node is stopping. Repeat the call when it is back.');
    this.name = 'NodeStopping';
  }
}

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
  return answer.setCode(classify(failure).code as number);
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
  if (failure instanceof InvalidRequest) return { code: status.INVALID_ARGUMENT, trailers: {} };
  if (failure instanceof AppendTimedOut) return { code: status.DEADLINE_EXCEEDED, trailers: {} };
  if (failure instanceof NodeStopping) return { code: status.UNAVAILABLE, trailers: {} };
  if (failure instanceof DamagedRecord) {
    const { stream, revision = 'unknown', position = 'unknown' } = failure;
    const trailers = { 'stream-name': stream, revision: String(revision), position: String(position) };
    return { code: status.DATA_LOSS, trailers };
  }
  return { code: status.INTERNAL, trailers: {} };
}

function detailsOf(failure: Error): [{ serializeBinary(): Uint8Array }, string] {
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
  // The client shows the message of an unknown detail type and drops that of `Unknown`, so damage names itself.
  if (failure instanceof DamagedRecord) {
    return [new shared.BadRequest().setMessage(failure.message), 'DamagedRecord'];
  }
  return [new shared.Unknown(), 'Unknown'];
}

/** HTTP/2 headers hold printable ASCII only; anything else would make the answer itself fail. */
export const asciiOf = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
