import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type Caller, type GivenSignature, isBrought, type Metadata, type Refused } from '@contracts';
import { Terms } from '@domain/calendar';
import { localDate } from '@domain/codes';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { Directory } from '../../directory';
import { type JudgeOnce, SignatureCheck } from '../../signatures/signature-check';
import { sendByOf } from './send-by.policy';

type Signing = Omit<CommandOf<'SignDocument'>, 'sendBy' | 'signatures' | 'agencyClosed' | 'notDelegated'>;

/** The signing before anybody judged the signatures and computed until when the document has to leave. */
export class SignDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly signing: Signing,
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
    private readonly directory: Directory,
    private readonly terms: Terms,
  ) {}

  async execute(message: SignDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const stream = documentStream(message.documentId);
    const judge = this.check.once(message.given.caller);
    const gathered = (state: DocumentState) => this.gathered(message, state, judge);
    return outcomeIn('document', await transact(this.store, document, stream, gathered, message.meta));
  }

  private async gathered(
    { signing, given }: SignDocument,
    state: DocumentState,
    judge: JudgeOnce,
  ): Promise<CommandOf<'SignDocument'> | Refused> {
    const { agency, officer, at } = signing;
    // Anything but a draft of the agency is answered by the decider.
    const isOwnDraft = state.status === 'Draft' && state.agency === agency;
    const authority = isOwnDraft ? await this.authority(signing, given.caller) : {};
    const verdicts =
      isOwnDraft && authority.agencyClosed !== true
        ? await judge({
            by: 'officer',
            signatures: given.signatures,
            contents: state.contents,
            agency,
            officer,
            at,
          })
        : [];
    if ('refused' in verdicts) return verdicts;
    const sendBy =
      state.status === 'absent'
        ? undefined
        : sendByOf(signing.at, state.urgency, this.terms.calendarOf(agency));
    return {
      ...signing,
      ...authority,
      ...(sendBy === undefined ? {} : { sendBy }),
      ...(verdicts.length === 0 ? {} : { signatures: verdicts }),
    };
  }

  /** What an import brings was signed long ago; an agency that nobody registered gets no number. */
  private async authority({ agency, officer, authority, at }: Signing, caller: Caller) {
    if (isBrought(caller)) return {};
    const asked = { officer, authority, onDate: localDate(at) };
    const found = await this.directory.authority(agency, asked, caller);
    return found === undefined ? {} : { agencyClosed: !found.open, notDelegated: !found.authorised };
  }
}
