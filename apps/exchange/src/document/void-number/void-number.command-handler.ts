import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type Caller, type Metadata, refusedBy } from '@contracts';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { Directory, notALeader } from '../../directory';
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
    const { approvedBy } = command;
    const gathered = async () => ({
      ...command,
      // Of the agency that acts: the leader of a successor approves what is done for a closed one.
      approverNotALeader: !(await this.directory.isLeader(caller.actor.agency, approvedBy, caller)),
    });
    const decided = await transact(this.store, document, stream, gathered, meta);
    if ('refused' in decided && decided.refused === 'approver-not-a-leader') {
      return refusedBy('document', decided.refused, notALeader(approvedBy));
    }
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
}
