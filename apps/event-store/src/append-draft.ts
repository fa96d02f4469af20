import { type ExpectedRevision } from './append-rules';
import { type AppendOutcome, type Engine } from './engine';
import { type ProposedEvent } from './event';
import { appendBytesMax } from './limits';
import { type AppendReq, type BatchAppendReq } from './protocol';
import { AppendTooLarge } from './wire-errors';
import { decodeProposed, InvalidRequest, refuseTooMany, sizeOf } from './wire.codec';

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

  appendTo(engine: Engine): Promise<AppendOutcome> {
    return engine.append(this.stream, this.expected, this.events);
  }
}
