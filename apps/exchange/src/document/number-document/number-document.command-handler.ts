import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Gather, transact } from '@adapters/event-store';
import { type AgencyCard, type Caller, type Metadata, type Refused, refusedBy } from '@contracts';
import { documentSymbol, localDate, localYear, numberSeries } from '@domain/codes';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
  numberingStoppedBy,
} from '@domain/document';
import { numberOf, outgoingKey } from '@domain/register';
import { outcomeIn, Turns } from '@runtime';
import { Directory } from '../../directory';
import { finishedFrom, type Recorded } from '../../finished-from';
import { fallsBehind } from '../../history-order.policy';
import { RecordedNumbers } from '../../register/recorded-numbers';
import { DirectRegister } from '../../register/register.command-handler';

type Numbering = Gather<CommandOf<'NumberDocument'>, DocumentState, Refused>;
type Numbered = Extract<DocumentEvent, { type: 'DocumentNumbered' }>;
type Drafted = Exclude<DocumentState, { status: 'absent' }>;

/** The next number of the sender's book of that kind of document, for a signed one. */
export class NumberDocument extends Command<Recorded<Numbered> | Refused> {
  constructor(
    readonly documentId: string,
    /** Of the agency whose document it is, and when. */
    readonly numbering: { readonly agency: string; readonly officer: string; readonly at: string },
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

/**
 * Two streams without a common append: look whether the document can take a number, allocate it, record it at the
 * document. A crash in between is finished by the reaction to the allocated number.
 */
@CommandHandler(NumberDocument)
export class NumberDocumentHandler implements ICommandHandler<NumberDocument> {
  constructor(
    private readonly store: EventStore,
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly turns: Turns,
    private readonly recorded: RecordedNumbers,
  ) {}

  execute(message: NumberDocument): Promise<Recorded<Numbered> | Refused> {
    return this.turns.take(message.documentId, () => this.inTurn(message));
  }

  private async inTurn(message: NumberDocument): Promise<Recorded<Numbered> | Refused> {
    const stream = documentStream(message.documentId);
    const numbering = this.numberingOf(message);
    const numbered = outcomeIn(
      'document',
      await transact(this.store, document, stream, numbering, message.meta),
    );
    if ('refused' in numbered) return this.unlessFinished(numbered, message);
    const [event] = numbered.events;
    if (event === undefined) return this.unlessFinished(refusedBy('document', 'already-numbered'), message);
    if (event.type === 'DocumentNumbered') this.recorded.add({ ...event.data, of: message.documentId });
    return { event: event as Numbered, position: numbered.position };
  }

  private numberingOf({ documentId, numbering, meta, caller }: NumberDocument): Numbering {
    const { agency, officer, at } = numbering;
    return async (state, lastAt) => {
      const early = numberingStoppedBy(state, { agency });
      if (early !== undefined) return refusedBy('document', early);
      if (fallsBehind(at, lastAt, meta)) return refusedBy('document', 'occurred-before-history');
      const { card, isClosed: agencyClosed } = await this.directory.giver(agency, localDate(at), caller);
      const late = numberingStoppedBy(state, { agency, agencyClosed, senderUnknown: card === undefined });
      if (late !== undefined) return refusedBy('document', late);

      const { abbreviation } = card as AgencyCard;
      const drafted = state as Drafted;
      const bookYear = localYear(at);
      const book = { agency, series: numberSeries(drafted), bookYear };
      const key = outgoingKey(documentId, drafted.round);
      const allocate = { type: 'AllocateNumber', ...book, key, officer, at } as const;
      const allocated = await this.commands.execute(new DirectRegister(book, allocate, meta));
      if ('refused' in allocated) return allocated;
      // failpoint(outgoing-number-allocated-document-not-appended)
      const number = numberOf(allocated.state, key) as number;
      const symbol = documentSymbol({ number, bookYear }, drafted, abbreviation);
      return { type: 'NumberDocument', ...numbering, ...book, number, symbol };
    };
  }

  /** Numbered already is a refusal, unless the reaction to its number finished this very command. */
  private async unlessFinished(refusal: Refused, { documentId, meta }: NumberDocument) {
    if (refusal.refused !== 'already-numbered') return refusal;
    const stream = documentStream(documentId);
    return (await finishedFrom(this.store, document.codec, stream, meta, numberingIn)) ?? refusal;
  }
}

function numberingIn(event: DocumentEvent) {
  return event.type === 'DocumentNumbered' ? { event, book: event.data } : undefined;
}
