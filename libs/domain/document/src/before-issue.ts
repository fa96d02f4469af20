import { accept, type Decision, refuse } from '@domain/decider';
import type { DocumentEvent } from './document.events';
import type { CommandOf, DocumentRefusal } from './document-command';
import {
  type DocumentIn,
  type DocumentState,
  isDraft,
  isIssued,
  isMarked,
  isNumbered,
  type StandingDocument,
} from './document-state';
import { legalValueOf } from './legal-value.policy';

type Decided = Decision<DocumentEvent, DocumentRefusal>;

export function sign(command: CommandOf<'SignDocument'>, state: StandingDocument): Decided {
  const { type: _, agencyClosed, notDelegated, ...signed } = command;
  if (isDraft(state)) {
    if (isMarked(state, 'DocumentSigned', command)) return accept();
    if (state.status === 'Returned') return refuse('returned-to-drafter');
    if (agencyClosed === true) return refuse('agency-closed');
    if (notDelegated === true) return refuse('authority-not-delegated');
    return accept<DocumentEvent>({
      type: 'DocumentSigned',
      data: { documentId: state.documentId, ...signed },
    });
  }
  const { officer, authority, position } = command;
  const same = state.signer === officer && state.authority === authority && state.position === position;
  return same ? accept() : refuse('already-signed');
}

/** The series and the symbol of an agency end with it (Decree 30/2020 art. 15): what it signed gets no number. */
export function number(command: CommandOf<'NumberDocument'>, state: StandingDocument): Decided {
  const { type: _, agencyClosed: _closed, senderUnknown: _unknown, ...numbered } = command;
  const isThis = (other: { number: number; bookYear: number; series: string }) =>
    other.number === numbered.number &&
    other.bookYear === numbered.bookYear &&
    other.series === numbered.series;
  if (state.voided.some(isThis)) return refuse('number-was-voided');
  if (isNumbered(state) && isThis(state)) return accept();
  const stopped = numberingStoppedBy(state, command);
  if (stopped !== undefined) return refuse(stopped);
  return accept<DocumentEvent>({
    type: 'DocumentNumbered',
    data: { documentId: state.documentId, ...numbered },
  });
}

/**
 * Why no number may be taken for this document now, as `NumberDocument` would be refused; nothing when one may. For the
 * handler that has to allocate the number before there is a command.
 */
export function numberingStoppedBy(
  state: DocumentState,
  {
    agency,
    agencyClosed,
    senderUnknown,
  }: Pick<CommandOf<'NumberDocument'>, 'agency' | 'agencyClosed' | 'senderUnknown'>,
): DocumentRefusal | undefined {
  if (state.status === 'absent' || state.agency !== agency) return 'not-found';
  if (state.status === 'Discarded') return 'already-discarded';
  if (isDraft(state)) return 'not-signed-yet';
  if (state.status !== 'Signed') return 'already-numbered';
  if (agencyClosed === true) return 'agency-closed';
  return senderUnknown === true ? 'sender-not-registered' : undefined;
}

export function voidNumber(command: CommandOf<'VoidDocumentNumber'>, state: StandingDocument): Decided {
  if (isMarked(state, 'DocumentNumberVoided', command)) return accept();
  if (isIssued(state)) return refuse('already-issued');
  if (!isNumbered(state)) return refuse(isDraft(state) ? 'not-signed-yet' : 'not-numbered-yet');
  const { type: _, approverNotALeader, ...voided } = command;
  if (approverNotALeader === true) return refuse('approver-not-a-leader');
  const { documentId, number, bookYear, series, symbol } = state;
  return accept<DocumentEvent>({
    type: 'DocumentNumberVoided',
    data: { documentId, ...voided, number, bookYear, series, symbol },
  });
}

export function seal(command: CommandOf<'SealDocument'>, state: StandingDocument): Decided {
  if (isMarked(state, 'OrganisationSealApplied', command)) return accept();
  if (!isNumbered(state)) return refuse(isDraft(state) ? 'not-signed-yet' : 'not-numbered-yet');
  if (state.status !== 'Numbered') return refuse('already-sealed');
  const { type: _, ...sealed } = command;
  return accept<DocumentEvent>({
    type: 'OrganisationSealApplied',
    data: { documentId: state.documentId, ...sealed },
  });
}

export function register(command: CommandOf<'RegisterDocument'>, state: StandingDocument): Decided {
  if (isMarked(state, 'DocumentRegistered', command)) return accept();
  if (!isNumbered(state)) return refuse(isDraft(state) ? 'not-signed-yet' : 'not-numbered-yet');
  if (state.status === 'Numbered') return refuse('not-sealed-yet');
  if (state.status !== 'Sealed') return refuse('already-registered');
  const { type: _, ...registered } = command;
  return accept<DocumentEvent>({
    type: 'DocumentRegistered',
    data: { documentId: state.documentId, ...registered },
  });
}

export function issue(command: CommandOf<'IssueDocument'>, state: StandingDocument): Decided {
  switch (state.status) {
    case 'Draft':
    case 'Returned':
      return refuse('not-signed-yet');
    case 'Signed':
      return refuse('not-numbered-yet');
    case 'Numbered':
      return refuse('not-sealed-yet');
    case 'Sealed':
      return refuse('not-registered-yet');
    case 'Registered':
      if (command.unknownRecipients.length > 0) return refuse('unknown-recipient');
      if ((command.closedRecipients ?? []).length > 0) return refuse('recipient-closed');
      if (goesTo(command).includes(state.agency)) return refuse('sender-among-recipients');
      if (command.staleLinks?.includes('replaces')) return refuse('replaced-document-not-issued');
      if (command.staleLinks?.includes('corrects')) return refuse('corrected-document-not-issued');
      return accept<DocumentEvent>({ type: 'DocumentIssued', data: issuedFrom(command, state) });
    default:
      return state.recipients.join() === command.recipients.join() ? accept() : refuse('already-issued');
  }
}

/** Those written to, and those who get it in the place of a closed one. */
const goesTo = ({ recipients, forwarded = [] }: CommandOf<'IssueDocument'>): readonly string[] => [
  ...recipients,
  ...forwarded.map(({ to }) => to),
];

/** Carries the whole card, so that no reader of the fact has to join another one. */
function issuedFrom(
  { officer, recipients, forwarded = [], directoryPosition, at }: CommandOf<'IssueDocument'>,
  state: DocumentIn<'Registered'>,
) {
  const { documentId, agency, documentType, subject, symbol, urgency, contents, signatures, sendBy } = state;
  const { dueDate, paperFollows, responseFor, replaces, corrects, distribution } = state;
  return {
    documentId,
    agency,
    officer,
    recipients,
    ...(forwarded.length === 0 ? {} : { forwarded }),
    directoryPosition,
    documentType,
    subject,
    symbol,
    urgency,
    contents,
    ...(dueDate === undefined ? {} : { dueDate }),
    documentCode: documentCodeOf(state),
    legalValue: legalValueOf(contents, signatures),
    ...(signatures.length === 0 ? {} : { signatures }),
    ...(paperFollows === undefined ? {} : { paperFollows }),
    ...(responseFor === undefined ? {} : { responseFor }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(corrects === undefined ? {} : { corrects }),
    ...(distribution === undefined ? {} : { distribution }),
    ...(sendBy === undefined ? {} : { sendBy, late: at > sendBy[sendBy.stricter] }),
    at,
  };
}

/** edXML DocumentId: `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`. */
const documentCodeOf = ({ agency, documentDate, symbol }: DocumentIn<'Registered'>): string =>
  `${agency},${documentDate.replaceAll('-', '/')},${symbol}`;
