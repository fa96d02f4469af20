import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, type Metadata, type Refused, refusedBy } from '@contracts';
import { paperKey, type RegisterEvent } from '@domain/register';
import { Turns } from '@runtime';
import { Directory, notALeader } from '../../directory';
import type { Recorded } from '../../finished-from';
import { PaperEntries, type Shelf } from '../record-paper-entry/paper-entries';
import { DirectRegister } from '../register.command-handler';

type Voided = Extract<RegisterEvent, { type: 'NumberVoided' }>;

/** The number of a document on paper is given up; the clerk does it, a leader approved it. */
export class VoidPaperEntry extends Command<Recorded<Voided> | Refused> {
  constructor(
    readonly shelf: Shelf,
    readonly entryId: string,
    readonly voiding: {
      readonly officer: string;
      readonly approvedBy: string;
      readonly reason: string;
      readonly at: string;
    },
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(VoidPaperEntry)
export class VoidPaperEntryHandler implements ICommandHandler<VoidPaperEntry> {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly entries: PaperEntries,
    private readonly turns: Turns,
  ) {}

  execute(message: VoidPaperEntry): Promise<Recorded<Voided> | Refused> {
    return this.turns.take(paperKey(message.entryId), () => this.inTurn(message));
  }

  private async inTurn(message: VoidPaperEntry): Promise<Recorded<Voided> | Refused> {
    const { shelf, entryId, voiding, meta, caller } = message;
    const standing = await this.entries.find(shelf, entryId);
    if (standing === undefined) return refusedBy('register', 'paper-entry-not-found');
    if (standing.voided) return this.earlier(message);
    const { approvedBy } = voiding;
    if (!(await this.directory.isLeader(shelf.agency, approvedBy, caller))) {
      return refusedBy('document', 'approver-not-a-leader', notALeader(approvedBy));
    }
    const { book, key } = standing;
    const command = { type: 'VoidNumber', key, ...voiding } as const;
    const outcome = await this.commands.execute(new DirectRegister(book, command, meta));
    if ('refused' in outcome) return outcome;
    const [event] = outcome.events;
    return event === undefined
      ? this.earlier(message)
      : { event: event as Voided, position: outcome.position };
  }

  /** Voided already is a refusal, unless this very command did it before. */
  private async earlier({ shelf, entryId, meta }: VoidPaperEntry): Promise<Recorded<Voided> | Refused> {
    const standing = await this.entries.find(shelf, entryId);
    const earlier = standing && (await this.entries.recordedBy(meta, standing, 'NumberVoided'));
    return earlier ?? refusedBy('register', 'number-voided');
  }
}
