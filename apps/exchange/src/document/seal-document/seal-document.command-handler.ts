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
import { outcomeIn, type Outcome } from '@runtime';
import { SignatureCheck } from '../../signatures/signature-check';

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

  async execute({
    documentId,
    sealing,
    given,
    meta,
  }: SealDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const stream = documentStream(documentId);
    const { state } = await stateOf(this.store, document, stream);
    const { agency, at } = sealing;
    // Anything but a numbered document of the agency is answered by the decider, a repeat as the first time.
    const verdicts =
      state.status === 'Numbered' && state.agency === agency
        ? await this.check.of(
            {
              by: 'agency',
              signatures: given.signatures,
              contents: state.contents,
              // The seal of a closed agency is handed in; its successor seals with its own.
              agency: given.caller.actor.agency,
              officer: state.signer,
              at,
            },
            given.caller,
          )
        : [];
    if ('refused' in verdicts) return verdicts;
    const command = { ...sealing, ...(verdicts.length === 0 ? {} : { signatures: verdicts }) };
    return outcomeIn('document', await transact(this.store, document, stream, command, meta));
  }
}
