import { type ExpectedRevision } from './append-rules';
import { type AppendOutcome, type Engine } from './engine';
import { type ProposedEvent } from './event';
import { appendBytesMax } from './limits';
import { type AppendReq, type BatchAppendReq } from './protocol';
import { AppendTooLarge, StreamDeleted } from './wire-errors';
import { decodeProposed, InvalidRequest, refuseTooMany, sizeOf } from './wire.codec';

/** What is answered as a result; a deleted stream is an error on the wire. */
export type AppendAnswer = Exclude<AppendOutcome, { outcome: 'stream-deleted' }>;

/** One append while its events arrive. Throws as soon as it can no longer be taken. */
export class AppendDraft {
  private readonly events: ProposedEvent[] = [];
  private bytes = 0;

  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
  ) {
    if (stream === '$all') throw new InvalidRequest('$all is the view of every stream; append to a stream.');
  }

  add(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): void {
    const event = decodeProposed(message);
    this.bytes += sizeOf(event);
    if (this.bytes > appendBytesMax) throw new AppendTooLarge();
    this.events.push(event);
    refuseTooMany(this.events);
  }

  async appendTo(engine: Engine): Promise<AppendAnswer> {
    const outcome = await engine.append(this.stream, this.expected, this.events);
    if (outcome.outcome === 'stream-deleted') throw new StreamDeleted(this.stream);
    return outcome;
  }
}
