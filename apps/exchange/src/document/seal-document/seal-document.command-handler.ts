import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Caller, GivenSignature, Metadata, Refused } from '@contracts';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { type JudgeOnce, SignatureCheck } from '../../signatures/signature-check';

/** The organisation's seal, with its signatures as they were handed over. */
export class SealDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly sealing: Omit<CommandOf<'SealDocument'>, 'signatures'>,
    readonly given: { readonly signatures: readonly GivenSignature[]; readonly caller: Caller },
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(SealDocument)
export class SealDocumentHandler implements ICommandHandler<SealDocument> {
  constructor(
    private readonly store: EventStore,
    private readonly check: SignatureCheck,
  ) {}

  async execute(message: SealDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const stream = documentStream(message.documentId);
    const judge = this.check.once(message.given.caller);
    const gathered = (state: DocumentState) => this.gathered(message, state, judge);
    return outcomeIn('document', await transact(this.store, document, stream, gathered, message.meta));
  }

  private async gathered(
    { sealing, given }: SealDocument,
    state: DocumentState,
    judge: JudgeOnce,
  ): Promise<CommandOf<'SealDocument'> | Refused> {
    const { agency, at } = sealing;
    // Anything but a numbered document of the agency is answered by the decider.
    const verdicts =
      state.status === 'Numbered' && state.agency === agency
        ? await judge({
            by: 'agency',
            signatures: given.signatures,
            contents: state.contents,
            // The seal of a closed agency is handed in; its successor seals with its own.
            agency: given.caller.actor.agency,
            officer: state.signer,
            at,
          })
        : [];
    if ('refused' in verdicts) return verdicts;
    return { ...sealing, ...(verdicts.length === 0 ? {} : { signatures: verdicts }) };
  }
}
