import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Caller, type Metadata, type Refused } from '@contracts';
import { documentSymbol, localDate, localYear, numberSeries } from '@domain/codes';
import { document, documentStream, type DocumentEvent, type DocumentState } from '@domain/document';
import { numberOf, outgoingKey } from '@domain/register';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { Directory } from '../../directory';
import { recordedEarlier, type Recorded } from '../../recorded-earlier';
import { DirectRegister } from '../../register/register.command-handler';
import { fallsBehind } from '../../history-order.policy';
import { Turns } from '../../turns';

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
  ) {}

  execute(message: NumberDocument): Promise<Recorded<Numbered> | Refused> {
    return this.turns.take(message.documentId, () => this.inTurn(message));
  }

  private async inTurn(message: NumberDocument): Promise<Recorded<Numbered> | Refused> {
    const { documentId, numbering, meta, caller } = message;
    const { agency, officer, at } = numbering;
    const stream = documentStream(documentId);
    const { state, lastAt } = await stateOf(this.store, document, stream);
    const who = { type: 'NumberDocument', agency, officer, at } as const;
    const bookYear = localYear(at);
    const unnumbered = { number: 0, series: '', bookYear, symbol: '' };
    const isToNumber = state.status === 'Signed' && state.agency === agency;
    const agencyClosed = isToNumber && (await this.directory.isClosed(agency, localDate(at), caller));
    const attempt = document.decider.decide({ ...who, ...unnumbered, agencyClosed }, state);
    if ('refused' in attempt) return this.refusal(attempt.refused, message);
    const drafted = state as Drafted;
    const book = { agency, series: numberSeries(drafted), bookYear };
    const key = outgoingKey(documentId, drafted.voided.length + 1);
    if (fallsBehind(at, lastAt, meta)) return refusedBy('document', 'occurred-before-history');
    const sender = await this.directory.agency(agency, caller);
    if (sender === undefined) return refusedBy('document', 'sender-not-registered');

    const allocate = { type: 'AllocateNumber', ...book, key, officer, at } as const;
    const allocated = await this.commands.execute(new DirectRegister(book, allocate, meta));
    if ('refused' in allocated) return allocated;
    // failpoint(outgoing-number-allocated-document-not-appended)
    const number = numberOf(allocated.state, key) as number;
    const symbol = documentSymbol({ number, bookYear }, drafted, sender.abbreviation);
    const numbered = await transact(this.store, document, stream, { ...who, ...book, number, symbol }, meta);
    if ('refused' in numbered) return this.refusal(numbered.refused, message);
    const [event] = numbered.events;
    return event === undefined
      ? this.refusal('already-numbered', message)
      : { event: event as Numbered, position: numbered.position };
  }

  /** Numbered already is a refusal, unless this very command did it before. */
  private async refusal(
    refused: string,
    { documentId, meta }: NumberDocument,
  ): Promise<Recorded<Numbered> | Refused> {
    const stream = documentStream(documentId);
    const earlier =
      refused === 'already-numbered'
        ? await recordedEarlier(this.store, document.codec, stream, meta, numberingIn)
        : undefined;
    return earlier ?? refusedBy('document', refused);
  }
}

function numberingIn(event: DocumentEvent) {
  return event.type === 'DocumentNumbered' ? { event, book: event.data } : undefined;
}
