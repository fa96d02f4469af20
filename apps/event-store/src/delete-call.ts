import { type handleUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { type ExpectedRevision } from './append-rules';
import { within } from './deadline';
import { type DeleteOutcome, type Engine } from './engine';
import { appendTimeoutMs } from './limits';
import { type Log } from './log';
import { type DeleteReq, DeleteResp, type TombstoneReq, TombstoneResp } from './protocol';
import { isMetastream } from './stream-metadata';
import { decodeExpectation, decodeStreamName, InvalidRequest } from './wire.codec';
import { AccessDenied, HandlerFailed, StreamDeleted, toServiceError, WrongRevision } from './wire-errors';

/** `Streams/Delete`: the stream can come back by an append, with its numbering going on. */
export function deleteHandler(engine: Engine, log: Log): handleUnaryCall<DeleteReq, DeleteResp> {
  const carryOut: Deletion = (stream, expected) => engine.softDelete(stream, expected);
  return (call, answer) =>
    respond(answer, log, async () => {
      const position = new DeleteResp.Position();
      const deletedAt = String(await positionOf(call.request, carryOut));
      position.setCommitPosition(deletedAt);
      position.setPreparePosition(deletedAt);
      return new DeleteResp().setPosition(position);
    });
}

/** `Streams/Tombstone`: the stream is gone for good. */
export function tombstoneHandler(engine: Engine, log: Log): handleUnaryCall<TombstoneReq, TombstoneResp> {
  const carryOut: Deletion = (stream, expected) => engine.tombstone(stream, expected);
  return (call, answer) =>
    respond(answer, log, async () => {
      const position = new TombstoneResp.Position();
      const deletedAt = String(await positionOf(call.request, carryOut));
      position.setCommitPosition(deletedAt);
      position.setPreparePosition(deletedAt);
      return new TombstoneResp().setPosition(position);
    });
}

type Deletion = (stream: string, expected: ExpectedRevision) => Promise<DeleteOutcome>;

async function positionOf(request: DeleteReq | TombstoneReq, carryOut: Deletion): Promise<number> {
  const options = request.getOptions();
  const identifier = options?.getStreamIdentifier();
  if (options === undefined || identifier === undefined) throw new HandlerFailed();
  const stream = decodeStreamName(identifier);
  if (stream === '$all' || isMetastream(stream)) {
    throw new AccessDenied(`${stream} cannot be deleted: it is a view, or the metadata of another stream.`);
  }
  const expected = decodeExpectation(options);
  const outcome = await within(appendTimeoutMs, carryOut(stream, expected));
  switch (outcome.outcome) {
    case 'deleted':
      return outcome.position;
    case 'wrong-revision':
      throw new WrongRevision(stream, expected, outcome.current);
    case 'stream-deleted':
      throw new StreamDeleted(stream);
  }
}

function respond<T>(answer: sendUnaryData<T>, log: Log, work: () => Promise<T>): void {
  work().then(
    (response) => answer(null, response),
    (error: unknown) => {
      if (!(error instanceof InvalidRequest)) log.error({ err: error }, 'a deletion failed');
      answer(toServiceError(error));
    },
  );
}
