import type { ContentPart } from '@domain/codes';
import { accept, type Decision, refuse } from '@domain/decider';
import type { DocumentEvent, DraftCard } from './document.events';
import type { CommandOf, DocumentRefusal } from './document-command';
import {
  type DocumentState,
  type ExistingDocument,
  isDraft,
  isIssued,
  isMarked,
  isNumbered,
  type StandingDocument,
} from './document-state';

type Decided = Decision<DocumentEvent, DocumentRefusal>;

export function draft(command: CommandOf<'DraftDocument'>, state: DocumentState): Decided {
  const { type: _, agencyClosed, ...drafted } = command;
  if (state.status === 'absent') {
    const stopped = stoppedByCard(drafted, agencyClosed);
    if (stopped !== undefined) return refuse(stopped);
    return accept<DocumentEvent>({ type: 'DocumentDrafted', data: drafted });
  }
  const same =
    state.agency === drafted.agency &&
    state.documentType === drafted.documentType &&
    state.subject === drafted.subject &&
    state.urgency === drafted.urgency &&
    state.dueDate === drafted.dueDate &&
    hashesOf(state.contents) === hashesOf(drafted.contents);
  return same ? accept() : refuse('document-already-drafted');
}

export function correct(command: CommandOf<'CorrectDraft'>, state: StandingDocument): Decided {
  if (isMarked(state, 'DraftCorrected', command)) return accept();
  const { type: _, agencyClosed, ...corrected } = command;
  const stopped = correctingStoppedBy(state, command) ?? stoppedByCard(corrected, agencyClosed);
  if (stopped !== undefined) return refuse(stopped);
  return accept<DocumentEvent>({
    type: 'DraftCorrected',
    data: { documentId: state.documentId, ...corrected },
  });
}

/**
 * Why this officer may not correct this document now, as `CorrectDraft` would be refused; nothing when they may. For
 * the handler that has to look for the parts of the draft before there is a command.
 */
export function correctingStoppedBy(
  state: DocumentState,
  { agency, officer, coverFor }: Pick<CommandOf<'CorrectDraft'>, 'agency' | 'officer' | 'coverFor'>,
): DocumentRefusal | undefined {
  if (state.status === 'absent' || state.agency !== agency) return 'not-found';
  if (!isDraft(state)) return noDraftAnyMore(state);
  return state.drafter === (coverFor ?? officer) ? undefined : 'not-the-drafter';
}

/** Decree 30/2020 art. 11 and 12: who examines content or form, or signs, gives it back with what is to be mended. */
export function giveBack(command: CommandOf<'ReturnDraft'>, state: StandingDocument): Decided {
  if (isMarked(state, 'DraftReturned', command)) return accept();
  const { type: _, byLeader, ...returned } = command;
  if (state.status === 'Returned') return refuse('already-returned');
  const isTakenBack = state.status === 'Signed' && byLeader === true;
  if (!isDraft(state) && !isTakenBack) return refuse(noDraftAnyMore(state));
  return accept<DocumentEvent>({
    type: 'DraftReturned',
    data: { documentId: state.documentId, ...returned },
  });
}

/** The desk of an officer who leaves is handed over by a leader. */
export function handOver(command: CommandOf<'HandOverDraft'>, state: StandingDocument): Decided {
  if (isMarked(state, 'DraftHandedOver', command)) return accept();
  const { type: _, ...handed } = command;
  if (!isDraft(state)) return refuse(noDraftAnyMore(state));
  if (state.drafter === handed.to) return accept();
  if (state.drafter !== handed.from) return refuse('not-on-that-desk');
  return accept<DocumentEvent>({
    type: 'DraftHandedOver',
    data: { documentId: state.documentId, ...handed },
  });
}

export function discard(command: CommandOf<'DiscardDraft'>, state: ExistingDocument): Decided {
  if (isMarked(state, 'DraftDiscarded', command)) return accept();
  const { type: _, byLeader, ...discarded } = command;
  if (!isDraft(state)) return refuse(noDraftAnyMore(state));
  const { officer, coverFor = officer } = command;
  if (byLeader !== true && state.drafter !== coverFor) return refuse('not-the-drafter');
  return accept<DocumentEvent>({
    type: 'DraftDiscarded',
    data: { documentId: state.documentId, ...discarded },
  });
}

function noDraftAnyMore(state: ExistingDocument): DocumentRefusal {
  if (state.status === 'Discarded') return 'already-discarded';
  if (isIssued(state)) return 'already-issued';
  return isNumbered(state) ? 'already-numbered' : 'already-signed';
}

function stoppedByCard(
  { corrects, documentType }: DraftCard,
  agencyClosed: boolean | undefined,
): DocumentRefusal | undefined {
  if (agencyClosed === true) return 'agency-closed';
  return corrects !== undefined && documentType !== 'CV' ? 'correction-not-by-letter' : undefined;
}

const hashesOf = (contents: readonly ContentPart[]): string => contents.map(({ sha256 }) => sha256).join();
