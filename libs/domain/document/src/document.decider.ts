import { accept, type Decider, impossible, refuse } from '@domain/decider';
import type { ContentPart, DocumentType, SigningAuthority, Urgency } from '@domain/codes';
import { documentCodec } from './document.codec';
import type { DocumentEvent } from './document.events';

/** Every command says which agency acts: a document of another agency is answered as if it did not exist. */
export type DocumentCommand =
  | {
      readonly type: 'DraftDocument';
      readonly documentId: string;
      readonly agency: string;
      readonly officer: string;
      readonly documentType: DocumentType;
      readonly subject: string;
      readonly urgency: Urgency;
      readonly contents: readonly ContentPart[];
      readonly dueDate?: string;
      readonly at: string;
    }
  | {
      readonly type: 'SignDocument';
      readonly agency: string;
      readonly officer: string;
      readonly authority: SigningAuthority;
      readonly position: string;
      readonly at: string;
    }
  | {
      readonly type: 'NumberDocument';
      readonly agency: string;
      readonly officer: string;
      /** Allocated by the register for this document. */
      readonly number: number;
      readonly bookYear: number;
      readonly series: string;
      readonly symbol: string;
      readonly at: string;
    }
  | {
      readonly type: 'IssueDocument';
      readonly agency: string;
      readonly officer: string;
      readonly recipients: readonly string[];
      /** Gathered by the handler from the directory: recipients that it does not know. */
      readonly unknownRecipients: readonly string[];
      readonly directoryPosition: string;
      readonly at: string;
    };

export type DocumentRefusal =
  | 'not-found'
  | 'document-already-drafted'
  | 'not-signed-yet'
  | 'already-signed'
  | 'not-numbered-yet'
  | 'already-numbered'
  | 'already-issued'
  | 'unknown-recipient'
  | 'sender-among-recipients';

interface Drafted {
  readonly documentId: string;
  readonly agency: string;
  readonly documentType: DocumentType;
  readonly subject: string;
  readonly urgency: Urgency;
  readonly contents: readonly ContentPart[];
  readonly dueDate?: string;
}
interface Signed extends Drafted {
  readonly signer: string;
  readonly authority: SigningAuthority;
  readonly position: string;
}
interface Numbered extends Signed {
  readonly number: number;
  readonly bookYear: number;
  readonly symbol: string;
}

export type DocumentState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'Draft' } & Drafted)
  | ({ readonly status: 'Signed' } & Signed)
  | ({ readonly status: 'Numbered' } & Numbered)
  | ({ readonly status: 'Issued'; readonly recipients: readonly string[] } & Numbered);

type Command<T extends DocumentCommand['type']> = Extract<DocumentCommand, { type: T }>;
type Existing = Exclude<DocumentState, { status: 'absent' }>;

export const documentDecider: Decider<DocumentCommand, DocumentEvent, DocumentState, DocumentRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'DraftDocument') return draft(command, state);
    if (state.status === 'absent' || state.agency !== command.agency) return refuse('not-found');
    switch (command.type) {
      case 'SignDocument':
        return sign(command, state);
      case 'NumberDocument':
        return number(command, state);
      case 'IssueDocument':
        return issue(command, state);
      default:
        return impossible(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'DocumentDrafted') {
      const { officer: _officer, at: _at, ...drafted } = event.data;
      return { status: 'Draft', ...drafted };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'DocumentSigned': {
        const { officer: signer, authority, position } = event.data;
        return { ...state, status: 'Signed', signer, authority, position };
      }
      case 'DocumentNumbered': {
        const { number, bookYear, symbol } = event.data;
        return { ...(state as Signed), status: 'Numbered', number, bookYear, symbol };
      }
      case 'DocumentIssued':
        return { ...(state as Numbered), status: 'Issued', recipients: event.data.recipients };
      default:
        return impossible(event);
    }
  },
};

function draft({ type: _, ...drafted }: Command<'DraftDocument'>, state: DocumentState) {
  if (state.status === 'absent') return accept<DocumentEvent>({ type: 'DocumentDrafted', data: drafted });
  const same =
    state.agency === drafted.agency &&
    state.documentType === drafted.documentType &&
    state.subject === drafted.subject &&
    state.urgency === drafted.urgency &&
    state.dueDate === drafted.dueDate &&
    hashesOf(state.contents) === hashesOf(drafted.contents);
  return same ? accept() : refuse('document-already-drafted');
}

function sign(command: Command<'SignDocument'>, state: Existing) {
  const { officer, authority, position, at } = command;
  if (state.status === 'Draft') {
    const { documentId, agency } = state;
    return accept<DocumentEvent>({
      type: 'DocumentSigned',
      data: { documentId, agency, officer, authority, position, at },
    });
  }
  const same = state.signer === officer && state.authority === authority && state.position === position;
  return same ? accept() : refuse('already-signed');
}

function number(command: Command<'NumberDocument'>, state: Existing) {
  if (state.status === 'Draft') return refuse('not-signed-yet');
  if (state.status !== 'Signed') {
    const same = state.number === command.number && state.bookYear === command.bookYear;
    return same ? accept() : refuse('already-numbered');
  }
  const { type: _, ...numbered } = command;
  return accept<DocumentEvent>({
    type: 'DocumentNumbered',
    data: { documentId: state.documentId, ...numbered },
  });
}

function issue(command: Command<'IssueDocument'>, state: Existing) {
  if (state.status === 'Draft') return refuse('not-signed-yet');
  if (state.status === 'Signed') return refuse('not-numbered-yet');
  const { officer, recipients, directoryPosition, at } = command;
  if (state.status === 'Issued') {
    return state.recipients.join() === recipients.join() ? accept() : refuse('already-issued');
  }
  if (command.unknownRecipients.length > 0) return refuse('unknown-recipient');
  if (recipients.includes(state.agency)) return refuse('sender-among-recipients');
  const { documentId, agency, documentType, subject, symbol, urgency, contents, dueDate } = state;
  return accept<DocumentEvent>({
    type: 'DocumentIssued',
    data: {
      documentId,
      agency,
      officer,
      recipients,
      directoryPosition,
      documentType,
      subject,
      symbol,
      urgency,
      contents,
      ...(dueDate === undefined ? {} : { dueDate }),
      at,
    },
  });
}

const hashesOf = (contents: readonly ContentPart[]): string => contents.map(({ sha256 }) => sha256).join();

export const document = { decider: documentDecider, codec: documentCodec };
