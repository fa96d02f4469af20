import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Caller, GivenSignature, Metadata } from '@contracts';
import {
  document,
  documentStream,
  type CommandOf,
  type DocumentEvent,
  type DocumentState,
} from '@domain/document';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { outcomeIn, type Outcome } from '../replies';
import { SignatureCheck } from '../signatures/signature-check';
import { sendByOf } from './send-by.policy';

/** The signing before anybody judged the signatures and computed until when the document has to leave. */
export class SignDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly signing: Omit<CommandOf<'SignDocument'>, 'sendBy' | 'signatures'>,
    readonly given: { readonly signatures: readonly GivenSignature[]; readonly caller: Caller },
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(SignDocument)
export class SignDocumentHandler implements ICommandHandler<SignDocument> {
  constructor(
    private readonly store: EventStore,
    private readonly check: SignatureCheck,
  ) {}

  async execute({
    documentId,
    signing,
    given,
    meta,
  }: SignDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const stream = documentStream(documentId);
    const { state } = await stateOf(this.store, document, stream);
    const { agency, officer, at } = signing;
    // Anything but a draft of the agency is answered by the decider, a repeat as the first time.
    const verdicts =
      state.status === 'Draft' && state.agency === agency
        ? await this.check.of(
            { by: 'officer', signatures: given.signatures, contents: state.contents, agency, officer, at },
            given.caller,
          )
        : [];
    if ('refused' in verdicts) return verdicts;
    const sendBy = state.status === 'absent' ? undefined : sendByOf(signing.at, state.urgency);
    const command = {
      ...signing,
      ...(sendBy === undefined ? {} : { sendBy }),
      ...(verdicts.length === 0 ? {} : { signatures: verdicts }),
    };
    return outcomeIn('document', await transact(this.store, document, stream, command, meta));
  }
}
