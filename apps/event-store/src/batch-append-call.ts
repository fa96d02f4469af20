import { type handleBidiStreamingCall, type ServerDuplexStream } from '@grpc/grpc-js';
import { type AppendAnswer, AppendDraft } from './append-draft';
import { type ExpectedRevision } from './append-rules';
import { within } from './deadline';
import { type DraftBudget } from './draft-budget';
import { type Engine } from './engine';
import { appendTimeoutMs, openAppendsMax } from './limits';
import { type Log } from './log';
import { type OpenCall, type OpenCalls } from './open-calls';
import {
  Any,
  type BatchAppendReq,
  BatchAppendResp,
  GoogleEmpty,
  RpcCode,
  RpcStatus,
  shared,
} from './protocol';
import { sentTogether } from './sent-together';
import {
  decodeBatchExpectation,
  decodeStreamName,
  decodeUuid,
  encodeStreamName,
  encodeUuid,
  InvalidRequest,
} from './wire.codec';
import {
  AppendTimedOut,
  isRefusedForNow,
  LimitReached,
  NodeStopping,
  toBatchError,
  toServiceError,
} from './wire-errors';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** About what one takes on the wire. */
const answerBytes = 200;

interface OpenAppend {
  readonly draft: AppendDraft | undefined;
  readonly deadlineMs: number;
  readonly timer: NodeJS.Timeout;
  /** Answered already; what still arrives of it is thrown away. */
  isAnswered: boolean;
}

/** `Streams/BatchAppend`: many appends share one call; each is answered once, in whatever order they settle. */
export function batchAppendHandler(
  engine: Engine,
  budget: DraftBudget,
  openCalls: OpenCalls,
  log: Log,
): handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> {
  return (call) => new BatchSession(call, engine, budget, openCalls, log).begin();
}

class BatchSession implements OpenCall {
  private readonly open = new Map<string, OpenAppend>();
  private unanswered = 0;
  private hasEnded = false;
  private isStopping = false;
  private whenAnswered: (() => void) | undefined;

  constructor(
    private readonly call: Call,
    private readonly engine: Engine,
    private readonly budget: DraftBudget,
    private readonly openCalls: OpenCalls,
    private readonly log: Log,
  ) {}

  begin(): void {
    try {
      this.openCalls.add(this);
    } catch (error) {
      this.call.emit('error', toServiceError(error));
      return;
    }
    sentTogether(this.call, () => answerBytes);
    this.call.on('data', (request: BatchAppendReq) => this.take(request));
    this.call.on('end', () => (this.hasEnded = true));
    this.call.on('close', () => this.leave());
    this.call.on('cancelled', () => this.leave());
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.unanswered > 0) await new Promise<void>((resolve) => (this.whenAnswered = resolve));
    if (!this.call.destroyed && !this.call.writableEnded) {
      this.call.emit('error', toServiceError(new NodeStopping()));
    }
  }

  private take(request: BatchAppendReq): void {
    try {
      const id = decodeUuid(request.getCorrelationId(), 'correlation id');
      if (!this.open.has(id) && this.open.size >= openAppendsMax) {
        throw new LimitReached(`${openAppendsMax} appends of this call are not complete`);
      }
      this.takeChunk(id, request);
      this.slowDown();
    } catch (error) {
      // The client throws on a second answer to the same append, so what cannot be answered once ends the call.
      this.call.emit('error', toServiceError(error));
    }
  }

  private takeChunk(id: string, request: BatchAppendReq): void {
    const options = request.getOptions();
    const stream = streamNameOf(options);
    const append = this.open.get(id) ?? this.begun(id, options);
    if (append === undefined) return;
    if (!append.isAnswered) {
      try {
        if (append.draft === undefined) throw new InvalidRequest('The append began without its options.');
        for (const message of request.getProposedMessagesList()) append.draft.add(message);
        if (!request.getIsFinal()) append.draft.keep();
      } catch (error) {
        append.isAnswered = true;
        append.draft?.discard();
        this.answerError(id, append.draft?.stream ?? stream, error);
      }
    }
    if (request.getIsFinal()) this.finish(id, append);
  }

  /** Undefined when the append was refused at once; a refused one with more chunks to come is kept to drop them. */
  private begun(id: string, options: BatchAppendReq.Options | undefined): OpenAppend | undefined {
    const deadlineMs = deadlineOf(options);
    let draft: AppendDraft | undefined;
    let refusal: unknown;
    try {
      if (this.isStopping) throw new NodeStopping();
      if (deadlineMs <= Date.now()) throw new AppendTimedOut();
      if (options === undefined) throw new InvalidRequest('The append began without its options.');
      draft = new AppendDraft(
        decodeStreamName(options.getStreamIdentifier()),
        decodeBatchExpectation(options),
        this.budget,
      );
    } catch (error) {
      refusal = error;
    }
    const append: OpenAppend = {
      draft,
      deadlineMs,
      timer: setTimeout(() => this.expire(id), Math.max(0, deadlineMs - Date.now())),
      isAnswered: refusal !== undefined,
    };
    this.unanswered += 1;
    this.open.set(id, append);
    if (refusal !== undefined) this.answerError(id, streamNameOf(options), refusal);
    return append;
  }

  private expire(id: string): void {
    const append = this.open.get(id);
    if (append === undefined || append.isAnswered) return;
    append.isAnswered = true;
    append.draft?.discard();
    this.answerError(id, append.draft?.stream ?? '', new AppendTimedOut());
  }

  private finish(id: string, { draft, deadlineMs, timer, isAnswered }: OpenAppend): void {
    this.open.delete(id);
    clearTimeout(timer);
    if (isAnswered || draft === undefined) return;
    const remainingMs = deadlineMs - Date.now();
    if (remainingMs <= 0) {
      draft.discard();
      this.answerError(id, draft.stream, new AppendTimedOut());
      return;
    }
    within(remainingMs, draft.appendTo(this.engine)).then(
      (outcome) => this.answer(id, draft.stream, toResult(draft.expected, outcome)),
      (error: unknown) => this.answerError(id, draft.stream, error),
    );
  }

  private answerError(id: string, stream: string, error: unknown): void {
    if (!(error instanceof InvalidRequest || isRefusedForNow(error))) {
      this.log.error({ err: error, stream }, 'an append failed');
    }
    this.answer(id, stream, toBatchError(error));
  }

  private answer(id: string, stream: string, result: RpcStatus | BatchAppendResp.Success): void {
    // The client reads the stream's name of every error and throws when it is absent.
    const response = new BatchAppendResp().setStreamIdentifier(encodeStreamName(stream));
    response.setCorrelationId(encodeUuid(id, 'text'));
    if (result instanceof RpcStatus) response.setError(result);
    else response.setSuccess(result);
    this.unanswered -= 1;
    if (!this.call.destroyed && !this.call.writableEnded) this.call.write(response);
    // A client that says no more is answered once more, as by a real node; what else it waits for it has to look up.
    if (this.hasEnded && !this.call.destroyed && !this.call.writableEnded) this.call.end();
    if (this.unanswered === 0) this.whenAnswered?.();
  }

  /** Reads no further while the disk or the client is behind; HTTP/2 then holds the sender back. */
  private slowDown(): void {
    if (this.call.writableNeedDrain) {
      this.call.pause();
      this.call.once('drain', () => this.call.resume());
    }
    if (!this.engine.hasRoom()) {
      this.call.pause();
      this.engine.onceRoom(() => this.call.resume());
    }
  }

  private leave(): void {
    this.openCalls.remove(this);
    for (const { timer, draft } of this.open.values()) {
      clearTimeout(timer);
      draft?.discard();
    }
    this.open.clear();
    this.whenAnswered?.();
  }
}

function deadlineOf(options: BatchAppendReq.Options | undefined): number {
  const deadline = options?.getDeadline();
  return deadline === undefined ? Date.now() + appendTimeoutMs : deadline.toDate().getTime();
}

function streamNameOf(options: BatchAppendReq.Options | undefined): string {
  const bytes = options?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array();
  return Buffer.from(bytes).toString();
}

function toResult(expected: ExpectedRevision, outcome: AppendAnswer): RpcStatus | BatchAppendResp.Success {
  if (outcome.outcome === 'wrong-revision') return wrongRevision(expected, outcome.current);
  const success = new BatchAppendResp.Success();
  if (outcome.revision === 'no_stream') success.setNoStream(new GoogleEmpty());
  else success.setCurrentRevision(String(outcome.revision));
  if (outcome.position === undefined) return success.setNoPosition(new GoogleEmpty());
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(String(outcome.position));
  position.setPreparePosition(String(outcome.position));
  return success.setPosition(position);
}

function wrongRevision(expected: ExpectedRevision, current: number | 'no_stream'): RpcStatus {
  const wrong = new shared.WrongExpectedVersion();
  if (current === 'no_stream') wrong.setCurrentNoStream(new GoogleEmpty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(new GoogleEmpty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new GoogleEmpty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new GoogleEmpty());
  else wrong.setExpectedStreamPosition(String(expected));
  const details = new Any();
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  const message = `Append failed due to WrongExpectedVersion: expected ${expected}, is ${current}.`;
  return new RpcStatus().setCode(RpcCode.FAILED_PRECONDITION).setMessage(message).setDetails(details);
}
