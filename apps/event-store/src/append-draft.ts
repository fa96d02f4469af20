import { type ExpectedRevision } from './append-rules';
import { type DraftBudget } from './draft-budget';
import { type AppendOutcome, type Engine } from './engine';
import { type ProposedEvent } from './event';
import { appendBytesMax, eventOverheadBytes } from './limits';
import { type AppendReq, type BatchAppendReq } from './protocol';
import { decodeProposed, InvalidRequest, refuseTooMany, sizeOf } from './wire.codec';
import { AppendTooLarge, StreamDeleted } from './wire-errors';

/** What is answered as a result; a deleted stream is an error on the wire. */
export type AppendAnswer = Exclude<AppendOutcome, { outcome: 'stream-deleted' }>;

/** One append while its events arrive. Throws as soon as it can no longer be taken. */
export class AppendDraft {
  private events: ProposedEvent[] = [];
  private bytes = 0;
  private held = 0;

  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    private readonly budget: DraftBudget,
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

  /** Counts what has arrived as kept until more comes. */
  keep(): void {
    const bytes = this.bytes + this.events.length * eventOverheadBytes;
    this.budget.take(bytes - this.held);
    this.held = bytes;
  }

  discard(): void {
    this.budget.giveBack(this.held);
    this.held = 0;
    this.events = [];
  }

  async appendTo(engine: Engine): Promise<AppendAnswer> {
    const { events } = this;
    this.discard();
    const outcome = await engine.append(this.stream, this.expected, events);
    if (outcome.outcome === 'stream-deleted') throw new StreamDeleted(this.stream);
    return outcome;
  }
}
