import { localDate, type SignatureVerdict, type SigningAuthority } from '@domain/codes';
import { impossible } from '@domain/decider';
import { deliveredTo } from './deliveries';
import type { DocumentEvent, DraftCard, SendBy } from './document.events';

/** A number this document bore once; the register never gives it again. */
interface VoidedNumber {
  readonly number: number;
  readonly bookYear: number;
  readonly series: string;
  /** In which it was given. */
  readonly round: number;
}

/** What tells a fact that may come more than once from another one of its kind. */
export interface Mark {
  readonly type: DocumentEvent['type'];
  readonly officer: string;
  readonly at: string;
}

interface Drafted extends DraftCard {
  readonly documentId: string;
  readonly agency: string;
  /** Who corrects it. */
  readonly drafter: string;
  /** Counts from 1; each signature that was given up ends one, so that its number is never taken for the next. */
  readonly round: number;
  /** Oldest first. */
  readonly voided: readonly VoidedNumber[];
  /** Of every fact that may come again, so that a repeat of the earlier one is not taken for the next. */
  readonly marks: readonly Mark[];
}
interface Signed extends Drafted {
  readonly signer: string;
  readonly authority: SigningAuthority;
  readonly position: string;
  readonly signatures: readonly SignatureVerdict[];
  readonly sendBy?: SendBy;
}
interface Numbered extends Signed {
  readonly number: number;
  readonly bookYear: number;
  readonly series: string;
  readonly symbol: string;
  /** Local date on which it got its number: the date it bears. */
  readonly documentDate: string;
}
interface Registered extends Numbered {
  readonly filedBy: string;
  readonly copies: number;
  readonly note?: string;
}
interface Issued extends Numbered {
  /** As they were addressed. */
  readonly recipients: readonly string[];
  /** Closed recipients, each with the successor that got its delivery. */
  readonly forwarded?: readonly { readonly from: string; readonly to: string }[];
  /** Agencies that have a delivery: the recipients, or the successors of closed ones, with those of later updates. */
  readonly deliveries: readonly string[];
  /** Taken off by an update. */
  readonly removed: readonly string[];
  /** Ids of the letters that corrected it. */
  readonly corrections: readonly string[];
}
interface Recalling extends Issued {
  readonly recall: { readonly recipients: readonly string[]; readonly reason: string; readonly at: string };
}

export type DocumentState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'Draft' } & Drafted)
  | ({ readonly status: 'Returned' } & Drafted)
  | ({ readonly status: 'Discarded' } & Drafted)
  | ({ readonly status: 'Signed' } & Signed)
  | ({ readonly status: 'Numbered' } & Numbered)
  | ({ readonly status: 'Sealed' } & Numbered)
  | ({ readonly status: 'Registered' } & Registered)
  | ({ readonly status: 'Issued' } & Issued)
  | ({ readonly status: 'Recalling' } & Recalling)
  | ({ readonly status: 'Recalled' } & Recalling)
  | ({ readonly status: 'Replaced'; readonly replacedBy: string } & Issued);

export type ExistingDocument = Exclude<DocumentState, { status: 'absent' }>;
/** That was not discarded. */
export type StandingDocument = Exclude<ExistingDocument, { status: 'Discarded' }>;
export type DocumentIn<S extends DocumentState['status']> = Extract<DocumentState, { status: S }>;
export type IssuedDocument = DocumentIn<'Issued' | 'Recalling' | 'Recalled' | 'Replaced'>;
type NumberedDocument = DocumentIn<'Numbered' | 'Sealed' | 'Registered'> | IssuedDocument;

/** The facts that carry an officer, so that a repeat of one can be told from another of its kind. */
type Repeatable = Extract<DocumentEvent, { data: { officer: string } }>;

const markOf = ({ type, data: { officer, at } }: Repeatable): Mark => ({ type, officer, at });

export const isMarked = (
  state: ExistingDocument,
  type: DocumentEvent['type'],
  { officer, at }: Omit<Mark, 'type'>,
): boolean => state.marks.some((mark) => mark.type === type && mark.officer === officer && mark.at === at);

export const isIssued = (state: ExistingDocument): state is IssuedDocument => 'deliveries' in state;

export const isNumbered = (state: ExistingDocument): state is NumberedDocument => 'documentDate' in state;

/** With nobody's signature. */
export const isDraft = (state: ExistingDocument): state is DocumentIn<'Draft' | 'Returned'> =>
  state.status === 'Draft' || state.status === 'Returned';

export function evolve(state: DocumentState, event: DocumentEvent): DocumentState {
  if (event.type === 'DocumentDrafted') {
    const { officer: drafter, at: _at, ...drafted } = event.data;
    return { status: 'Draft', ...drafted, drafter, round: 1, voided: [], marks: [] };
  }
  if (state.status === 'absent') return state;
  if (isOfDraft(event)) return evolveDraft(state as DocumentIn<'Draft' | 'Returned' | 'Signed'>, event);
  return isBeforeIssue(event)
    ? evolveBeforeIssue(state, event)
    : evolveIssued(state as IssuedDocument, event);
}

const ofDraft = ['DraftCorrected', 'DraftReturned', 'DraftHandedOver', 'DraftDiscarded'] as const;
type OfDraft = Extract<DocumentEvent, { type: (typeof ofDraft)[number] }>;

const isOfDraft = (event: DocumentEvent): event is OfDraft =>
  (ofDraft as readonly string[]).includes(event.type);

function evolveDraft(state: DocumentIn<'Draft' | 'Returned' | 'Signed'>, event: OfDraft): DocumentState {
  const marks = [...state.marks, markOf(event)];
  switch (event.type) {
    case 'DraftCorrected': {
      const { officer: _officer, coverFor: _away, at: _at, ...corrected } = event.data;
      const { drafter, round, voided } = state;
      return { status: 'Draft', ...corrected, drafter, round, voided, marks };
    }
    case 'DraftReturned': {
      const round = state.status === 'Signed' ? state.round + 1 : state.round;
      return { ...unsigned(state), status: 'Returned', round, marks };
    }
    case 'DraftHandedOver':
      return { ...(state as DocumentIn<'Draft' | 'Returned'>), drafter: event.data.to, marks };
    case 'DraftDiscarded':
      return { ...unsigned(state), status: 'Discarded', marks };
    default:
      return impossible(event);
  }
}

const beforeIssue = [
  'DocumentSigned',
  'DocumentNumbered',
  'DocumentNumberVoided',
  'OrganisationSealApplied',
  'DocumentRegistered',
  'DocumentIssued',
] as const;
type BeforeIssue = Extract<DocumentEvent, { type: (typeof beforeIssue)[number] }>;
type AfterIssue = Exclude<DocumentEvent, BeforeIssue | OfDraft | { type: 'DocumentDrafted' }>;

const isBeforeIssue = (event: BeforeIssue | AfterIssue): event is BeforeIssue =>
  (beforeIssue as readonly string[]).includes(event.type);

function evolveBeforeIssue(state: ExistingDocument, event: BeforeIssue): DocumentState {
  const marks = [...state.marks, markOf(event)];
  switch (event.type) {
    case 'DocumentSigned': {
      const { officer: signer, authority, position, signatures = [], sendBy } = event.data;
      const limit = sendBy === undefined ? {} : { sendBy };
      return { ...state, marks, status: 'Signed', signer, authority, position, signatures, ...limit };
    }
    case 'DocumentNumbered': {
      const { number, bookYear, series, symbol, at } = event.data;
      const book = { number, bookYear, series, symbol, documentDate: localDate(at) };
      return { ...(state as DocumentIn<'Signed'>), marks, status: 'Numbered', ...book };
    }
    case 'DocumentNumberVoided':
      return { ...draftAgain(state as DocumentIn<'Numbered'>), marks };
    case 'OrganisationSealApplied': {
      const numbered = state as DocumentIn<'Numbered'>;
      const signatures = [...numbered.signatures, ...(event.data.signatures ?? [])];
      return { ...numbered, marks, status: 'Sealed', signatures };
    }
    case 'DocumentRegistered': {
      const { filedBy, copies, note } = event.data;
      const entry = { filedBy, copies, ...(note === undefined ? {} : { note }) };
      return { ...(state as DocumentIn<'Sealed'>), marks, status: 'Registered', ...entry };
    }
    case 'DocumentIssued': {
      const { recipients, forwarded } = event.data;
      const instead = forwarded === undefined ? {} : { forwarded };
      const sent = {
        recipients,
        ...instead,
        deliveries: deliveredTo(event.data),
        removed: [],
        corrections: [],
      };
      return { ...(state as DocumentIn<'Registered'>), status: 'Issued', ...sent };
    }
    default:
      return impossible(event);
  }
}

function evolveIssued(state: IssuedDocument, event: AfterIssue): DocumentState {
  switch (event.type) {
    case 'RecallOrdered': {
      const { recipients, reason, at } = event.data;
      const marks = [...state.marks, markOf(event)];
      return { ...state, marks, status: 'Recalling', recall: { recipients, reason, at } };
    }
    case 'RecallOrderWithdrawn': {
      const { recall: _, ...issued } = state as DocumentIn<'Recalling'>;
      return { ...issued, marks: [...state.marks, markOf(event)], status: 'Issued' };
    }
    case 'RecallSettled':
      return { ...(state as DocumentIn<'Recalling'>), status: 'Recalled' };
    case 'ReplacementIssued':
      return { ...state, status: 'Replaced', replacedBy: event.data.replacement.documentId };
    case 'UpdateIssued': {
      const { changes, addedRecipients, removedRecipients } = event.data;
      const gone = new Set(removedRecipients);
      const deliveries = [...state.deliveries.filter((to) => !gone.has(to)), ...addedRecipients];
      const removed = [...state.removed, ...removedRecipients];
      const marks = [...state.marks, markOf(event)];
      return { ...state, ...changes, deliveries, removed, marks };
    }
    case 'CorrectionIssued':
      return { ...state, corrections: [...state.corrections, event.data.correction.documentId] };
    default:
      return impossible(event);
  }
}

const sinceTheDraft: ReadonlySet<string> = new Set<Exclude<keyof Registered, keyof Drafted>>([
  'signer',
  'authority',
  'position',
  'signatures',
  'sendBy',
  'number',
  'bookYear',
  'series',
  'symbol',
  'documentDate',
  'filedBy',
  'copies',
  'note',
]);

const unsigned = (state: Drafted): Drafted =>
  Object.fromEntries(
    Object.entries(state).filter(([name]) => !sinceTheDraft.has(name)),
  ) as unknown as Drafted;

function draftAgain(state: DocumentIn<'Numbered'>): DocumentIn<'Draft'> {
  const { number, bookYear, series, round } = state;
  const voided = [...state.voided, { number, bookYear, series, round }];
  return { ...unsigned(state), status: 'Draft', round: round + 1, voided };
}
