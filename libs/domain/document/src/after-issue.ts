import { accept, type Decision, refuse } from '@domain/decider';
import type { DocumentEvent } from './document.events';
import type { CommandOf, DocumentRefusal } from './document-command';
import { isIssued, isMarked, type IssuedDocument, type StandingDocument } from './document-state';

type Decided = Decision<DocumentEvent, DocumentRefusal>;

/** Why a document that left the house may no longer change: it is frozen, gone or replaced. */
function whyNot({ status }: IssuedDocument): DocumentRefusal | undefined {
  switch (status) {
    case 'Issued':
      return undefined;
    case 'Recalling':
      return 'being-recalled';
    case 'Recalled':
      return 'already-recalled';
    case 'Replaced':
      return 'already-replaced';
  }
}

export function orderRecall(command: CommandOf<'OrderRecall'>, state: StandingDocument): Decided {
  if (!isIssued(state)) return refuse('not-issued-yet');
  const { agency, officer, reason, at } = command;
  const recipients = command.recipients ?? state.deliveries;
  if (isMarked(state, 'RecallOrdered', command) || isSameRecall(state, recipients, reason)) return accept();
  const refused = whyNot(state);
  if (refused !== undefined) return refuse(refused);
  if (recipients.length === 0 || !areAmong(recipients, state.deliveries)) return refuse('not-a-recipient');
  return accept<DocumentEvent>({
    type: 'RecallOrdered',
    data: { documentId: state.documentId, agency, officer, recipients, reason, at },
  });
}

const isSameRecall = (state: IssuedDocument, recipients: readonly string[], reason: string): boolean =>
  state.status === 'Recalling' &&
  state.recall.reason === reason &&
  state.recall.recipients.join() === recipients.join();

export function withdrawRecall(command: CommandOf<'WithdrawRecallOrder'>, state: StandingDocument): Decided {
  if (!isIssued(state)) return refuse('not-issued-yet');
  if (isMarked(state, 'RecallOrderWithdrawn', command)) return accept();
  if (state.status === 'Recalled') return refuse('already-recalled');
  if (state.status !== 'Recalling') return refuse('not-being-recalled');
  const { type: _, ...withdrawn } = command;
  return accept<DocumentEvent>({
    type: 'RecallOrderWithdrawn',
    data: { documentId: state.documentId, ...withdrawn },
  });
}

export function settleRecall(command: CommandOf<'SettleRecall'>, state: StandingDocument): Decided {
  if (!isIssued(state)) return refuse('not-issued-yet');
  if (state.status === 'Recalled') return accept();
  if (state.status !== 'Recalling') return refuse('not-being-recalled');
  const { agency, cancelled, kept, at } = command;
  const settled = [...cancelled, ...kept];
  const asked = state.recall.recipients;
  if (settled.length !== asked.length || !areAmong(asked, settled)) return refuse('being-recalled');
  return accept<DocumentEvent>({
    type: 'RecallSettled',
    data: { documentId: state.documentId, agency, cancelled, kept, at },
  });
}

export function recordReplacement(
  { type: _, ...replaced }: CommandOf<'RecordReplacement'>,
  state: StandingDocument,
): Decided {
  if (!isIssued(state)) return refuse('not-issued-yet');
  const { replacement } = replaced;
  if (state.status === 'Replaced' && state.replacedBy === replacement.documentId) return accept();
  const refused = whyNot(state);
  if (refused !== undefined) return refuse(refused);
  return accept<DocumentEvent>({
    type: 'ReplacementIssued',
    data: { documentId: state.documentId, ...replaced },
  });
}

export function update(command: CommandOf<'UpdateDocument'>, state: StandingDocument): Decided {
  if (!isIssued(state)) return refuse('not-issued-yet');
  if (isMarked(state, 'UpdateIssued', command)) return accept();
  const refused = whyNot(state) ?? wrongWith(command, state);
  if (refused !== undefined) return refuse(refused);
  const { type: _, unknownRecipients, closedRecipients = [], ...updated } = command;
  if (unknownRecipients.length > 0) return refuse('unknown-recipient');
  if (closedRecipients.length > 0) return refuse('recipient-closed');
  return accept<DocumentEvent>({ type: 'UpdateIssued', data: { documentId: state.documentId, ...updated } });
}

function wrongWith(command: CommandOf<'UpdateDocument'>, state: IssuedDocument): DocumentRefusal | undefined {
  const { changes, addedRecipients: added, removedRecipients: removed } = command;
  const { subject = state.subject, urgency = state.urgency, dueDate = state.dueDate } = changes;
  const isNewCard = subject !== state.subject || urgency !== state.urgency || dueDate !== state.dueDate;
  if (!isNewCard && added.length === 0 && removed.length === 0) return 'nothing-to-update';
  if (added.includes(state.agency)) return 'sender-among-recipients';
  const had = new Set([...state.deliveries, ...state.removed]);
  if (added.some((code) => had.has(code))) return 'already-a-recipient';
  if (!areAmong(removed, state.deliveries)) return 'not-a-recipient';
  return state.deliveries.length + added.length === removed.length ? 'no-recipient-left' : undefined;
}

export function recordCorrection(
  { type: _, ...corrected }: CommandOf<'RecordCorrection'>,
  state: StandingDocument,
): Decided {
  if (!isIssued(state)) return refuse('not-issued-yet');
  if (state.corrections.includes(corrected.correction.documentId)) return accept();
  const refused = whyNot(state);
  if (refused !== undefined) return refuse(refused);
  return accept<DocumentEvent>({
    type: 'CorrectionIssued',
    data: { documentId: state.documentId, ...corrected },
  });
}

const areAmong = (some: readonly string[], all: readonly string[]): boolean => {
  const known = new Set(all);
  return some.every((each) => known.has(each));
};
