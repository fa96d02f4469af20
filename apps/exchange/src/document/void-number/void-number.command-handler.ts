import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Caller, type Metadata } from '@contracts';
import {
  document,
  documentStream,
  type CommandOf,
  type DocumentEvent,
  type DocumentState,
} from '@domain/document';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { outcomeIn, type Outcome } from '@runtime';
import { Directory } from '../../directory';
import { DirectRegister } from '../../register/register.command-handler';
import { voidingOf } from './voiding.policy';

/** A document gives up its number; the clerk does it, a leader approved it. */
export class VoidNumber extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly command: CommandOf<'VoidDocumentNumber'>,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

/**
 * Two streams without a common append: the document first, then its book. A crash in between is finished by the
 * reaction to the document's fact.
 */
@CommandHandler(VoidNumber)
export class VoidNumberHandler implements ICommandHandler<VoidNumber> {
  constructor(
    private readonly store: EventStore,
    private readonly commands: CommandBus,
    private readonly directory: Directory,
  ) {}

  async execute(message: VoidNumber): Promise<Outcome<DocumentEvent, DocumentState>> {
    const { documentId, command, meta, caller } = message;
    const stream = documentStream(documentId);
    if ((await this.wouldRecord(stream, command)) && !(await this.isLeader(command.approvedBy, caller))) {
      const detail = `${command.approvedBy} is no Leader of your agency`;
      return refusedBy('document', 'approver-not-a-leader', [{ pointer: '/body/approvedBy', detail }]);
    }
    const decided = await transact(this.store, document, stream, command, meta);
    const outcome = outcomeIn('document', decided);
    if ('refused' in outcome) return outcome;
    // failpoint(number-voided-register-not-told)
    for (const event of outcome.events) {
      if (event.type !== 'DocumentNumberVoided') continue;
      const { book, voiding } = voidingOf(event.data, outcome.state);
      const voided = await this.commands.execute(new DirectRegister(book, voiding, meta));
      if ('refused' in voided) return voided;
    }
    return outcome;
  }

  /** Whether only the leader stands in the way: what is not numbered says so first. */
  private async wouldRecord(stream: string, command: VoidNumber['command']): Promise<boolean> {
    const { state } = await stateOf(this.store, document, stream);
    const decision = document.decider.decide(command, state);
    return 'events' in decision && decision.events.length > 0;
  }

  /** Of the agency that acts: the leader of a successor approves what is done for a closed one. */
  private isLeader(approvedBy: string, caller: Caller): Promise<boolean> {
    return this.directory.isLeader(caller.actor.agency, approvedBy, caller);
  }
}
