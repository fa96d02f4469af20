import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, type Metadata, type Refused, refusedBy } from '@contracts';
import { type DocumentType, documentTypes, localDate, numberSeries } from '@domain/codes';
import { numberableOf, paperKey, type RegisterCommand, type RegisterEvent } from '@domain/register';
import { Turns } from '@runtime';
import { Directory } from '../../directory';
import type { Recorded } from '../../finished-from';
import { DirectRegister } from '../register.command-handler';
import { PaperEntries, type Shelf } from './paper-entries';

type Paper<T extends RegisterCommand['type']> = Omit<
  Extract<RegisterCommand, { type: T }>,
  'documentType' | 'series' | 'abbreviation' | 'key' | 'agency' | 'bookYear'
> & { readonly documentType?: string };
type RecordedPaper = Extract<RegisterEvent, { type: 'OutgoingPaperRecorded' | 'IncomingPaperRecorded' }>;

/** A line of a book as it came in: nobody has looked yet whether its type exists and whose symbol it bears. */
export type PaperLine = Paper<'RecordOutgoingPaper'> | Paper<'RecordIncomingPaper'>;

/** A document on paper takes the next number of its series. */
export class RecordPaperEntry extends Command<Recorded<RecordedPaper> | Refused> {
  constructor(
    readonly shelf: Shelf,
    readonly entryId: string,
    readonly line: PaperLine,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** Number and line of the book are one append, so that no crash leaves one without the other. */
@CommandHandler(RecordPaperEntry)
export class RecordPaperEntryHandler implements ICommandHandler<RecordPaperEntry> {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly entries: PaperEntries,
    private readonly turns: Turns,
  ) {}

  execute(message: RecordPaperEntry): Promise<Recorded<RecordedPaper> | Refused> {
    return this.turns.take(paperKey(message.entryId), () => this.inTurn(message));
  }

  private async inTurn(message: RecordPaperEntry): Promise<Recorded<RecordedPaper> | Refused> {
    const earlier = await this.earlier(message);
    if (earlier !== undefined) return earlier;
    const command = await this.commandOf(message);
    if ('refused' in command) return command;
    const outcome = await this.commands.execute(new DirectRegister(command, command, message.meta));
    if ('refused' in outcome) return outcome;
    const event = outcome.events.find(isPaper);
    if (event !== undefined) return { event, position: outcome.position };
    // Another process was faster with the same command.
    return (await this.earlier(message)) ?? refusedBy('register', 'idempotency-key-reused');
  }

  private async earlier({ shelf, entryId, meta, line }: RecordPaperEntry) {
    const standing = await this.entries.find(shelf, entryId);
    if (standing === undefined) return undefined;
    const type = line.type === 'RecordOutgoingPaper' ? 'OutgoingPaperRecorded' : 'IncomingPaperRecorded';
    return this.entries.recordedBy<typeof type>(meta, standing, type);
  }

  private async commandOf(
    message: RecordPaperEntry,
  ): Promise<Extract<RegisterCommand, { type: PaperLine['type'] }> | Refused> {
    const { line, shelf, entryId, caller } = message;
    const { documentType, ...rest } = line;
    if (documentType !== undefined && !Object.hasOwn(documentTypes, documentType)) {
      const detail = 'is neither one of the 29 types of Decree 30/2020 Annex III nor a normative one';
      return refusedBy('document', 'unknown-document-type', [{ pointer: '/body/documentType', detail }]);
    }
    const { agency, bookYear } = shelf;
    const { card, isClosed } = await this.directory.giver(agency, localDate(line.at), caller);
    if (card === undefined) return refusedBy('document', 'sender-not-registered');
    if (isClosed) return refusedBy('register', 'agency-closed');
    const typed = documentType === undefined ? {} : { documentType: documentType as DocumentType };
    const entering = { agency, bookYear, key: paperKey(entryId) };
    if (rest.type === 'RecordIncomingPaper') return { ...rest, ...typed, ...entering, series: 'incoming' };
    const outgoing = { ...rest, documentType: documentType as DocumentType };
    const { abbreviation } = card;
    return { ...outgoing, ...entering, series: numberSeries(numberableOf(outgoing)), abbreviation };
  }
}

const isPaper = (event: RegisterEvent): event is RecordedPaper =>
  event.type === 'OutgoingPaperRecorded' || event.type === 'IncomingPaperRecorded';
