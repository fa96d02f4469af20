import { type handleClientStreamingCall, type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js';
import { type AppendAnswer, AppendDraft } from './append-draft';
import { type ExpectedRevision } from './append-rules';
import { within } from './deadline';
import { type DraftBudget } from './draft-budget';
import { type Engine } from './engine';
import { appendTimeoutMs } from './limits';
import { type Log } from './log';
import { type AppendReq, AppendResp, shared } from './protocol';
import { decodeExpectation, decodeStreamName, InvalidRequest } from './wire.codec';
import { isRefusedForNow, toServiceError } from './wire-errors';

type Call = ServerReadableStream<AppendReq, AppendResp>;

/** `Streams/Append`: options, then one message per event; answered once, as soon as the outcome is certain. */
export function appendHandler(
  engine: Engine,
  budget: DraftBudget,
  log: Log,
): handleClientStreamingCall<AppendReq, AppendResp> {
  return (call, answer) => {
    waitForRoom(call, engine);
    collectDraft(call, budget)
      .then(async (draft) => toResponse(draft, await within(appendTimeoutMs, draft.appendTo(engine))))
      .then(
        (response) => answer(null, response),
        (error: unknown) => refuse(answer, error, log),
      );
  };
}

/** Reads nothing of the call while the disk is behind; HTTP/2 then holds the sender back. */
function waitForRoom(call: Call, engine: Engine): void {
  if (engine.hasRoom()) return;
  call.pause();
  engine.onceRoom(() => call.resume());
}

function collectDraft(call: Call, budget: DraftBudget): Promise<AppendDraft> {
  return new Promise((resolve, reject) => {
    let draft: AppendDraft | undefined;
    let isRefused = false;
    const refuse = (error: unknown): void => {
      isRefused = true;
      draft?.discard();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    call.on('data', (message: AppendReq) => {
      if (isRefused) return;
      try {
        draft = extend(draft, message, budget);
      } catch (error) {
        refuse(error);
      }
    });
    call.on('end', () => {
      if (draft === undefined) refuse(new InvalidRequest('The append ended before its options.'));
      else resolve(draft);
    });
    call.on('cancelled', () =>
      refuse(new InvalidRequest('The append was cancelled before it was complete.')),
    );
  });
}

function extend(draft: AppendDraft | undefined, message: AppendReq, budget: DraftBudget): AppendDraft {
  const options = message.getOptions();
  if (options !== undefined) {
    if (draft !== undefined) throw new InvalidRequest('The append gave its options twice.');
    const stream = decodeStreamName(options.getStreamIdentifier());
    return new AppendDraft(stream, decodeExpectation(options), budget);
  }
  const proposed = message.getProposedMessage();
  if (draft === undefined) throw new InvalidRequest('The append sent an event before its options.');
  if (proposed === undefined) throw new InvalidRequest('The append sent a message without content.');
  draft.add(proposed);
  draft.keep();
  return draft;
}

function toResponse(draft: AppendDraft, outcome: AppendAnswer): AppendResp {
  if (outcome.outcome === 'wrong-revision') {
    return new AppendResp().setWrongExpectedVersion(wrongRevision(draft.expected, outcome.current));
  }
  const success = new AppendResp.Success();
  if (outcome.revision === 'no_stream') success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(String(outcome.revision));
  if (outcome.position === undefined) {
    success.setNoPosition(new shared.Empty());
  } else {
    const position = new AppendResp.Position();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    success.setPosition(position);
  }
  return new AppendResp().setSuccess(success);
}

function wrongRevision(
  expected: ExpectedRevision,
  current: number | 'no_stream',
): AppendResp.WrongExpectedVersion {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current === 'no_stream') wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  switch (expected) {
    case 'any':
      return wrong.setExpectedAny(new shared.Empty());
    case 'no_stream':
      return wrong.setExpectedNoStream(new shared.Empty());
    case 'stream_exists':
      return wrong.setExpectedStreamExists(new shared.Empty());
    default:
      return wrong.setExpectedRevision(String(expected));
  }
}

function refuse(answer: sendUnaryData<AppendResp>, error: unknown, log: Log): void {
  if (!(error instanceof InvalidRequest || isRefusedForNow(error))) {
    log.error({ err: error }, 'an append failed');
  }
  answer(toServiceError(error));
}
