import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { agency, agencyStream } from '@domain/agency';
import { agencyToken, type DocumentLink } from '@domain/codes';
import type { DeliveryCommand, Silence } from '@domain/delivery';
import type { DocumentCommand } from '@domain/document';
import { secrecy, secrecyStream } from '@domain/secrecy';
import type { Scribe } from './scribe';

const sender = 'H99.1';
const recipient = 'H99.2';
const symbolOf = (number: number) => `${number}/BC-H99-1`;
const calendarVersion = 'vn-1';
const instant = '2026-11-23T03:00:00.000Z';

const bySender = { by: sender, officer: 'vt.01' };
const byRecipient = { by: recipient, officer: 'vt.02' };
const own = { agency: sender };

/**
 * Every fact of documents, deliveries, agencies and secrets that the deciders know how to reach, between a sender and
 * two recipients. Answers the ids of what was written.
 */
export async function wholeExchange(scribe: Scribe) {
  const carried = await carriedWithTrouble(scribe);
  await processed(scribe, carried);
  const updated = await updatedByItsSender(scribe);
  const recalled = await recalledByItsLeader(scribe);
  await recallAnswered(scribe, recalled);
  const replaced = await replacedAndCorrected(scribe);
  const taken = await takenBack(scribe);
  const related = await answeredAndCopied(scribe, carried);
  return { carried, updated, recalled, replaced, taken, ...related };
}

async function carriedWithTrouble(scribe: Scribe) {
  const carried = await scribe.issued(sender, [recipient, 'H99.3'], 'Văn bản chuyển qua trục');
  await silent(scribe, carried, recipient, 'AcknowledgementOverdue');
  const failure = { reasonCode: 'axis-timeout', reason: 'Trục liên thông không trả lời' };
  await scribe.onDelivery(carried, recipient, { type: 'RecordAttemptFailure', attempt: 1, ...failure });
  await scribe.onDelivery(carried, recipient, { type: 'RecordFailure', ...failure });
  await scribe.onDelivery(carried, recipient, { type: 'RetryDelivery', ...bySender });
  await scribe.onDelivery(carried, recipient, { type: 'RecordDispatch', carrier: 'axis', carrierId: '77' });
  return carried;
}

async function processed(scribe: Scribe, carried: string) {
  await scribe.arrive(carried, recipient);
  await scribe.onDelivery(carried, recipient, {
    type: 'SuspectDuplicate',
    grounds: 'number-and-symbol',
    earlier: { documentId: randomUUID(), agency: sender, symbol: symbolOf(1) },
  });
  const decision = { isDuplicate: false, reason: 'Hai văn bản khác nhau' };
  await scribe.onDelivery(carried, recipient, { type: 'DecideDuplicate', ...byRecipient, ...decision });
  await silent(scribe, carried, recipient, 'SameDayReceiptMissed');
  await scribe.accept(carried, recipient);
  await silent(scribe, carried, recipient, 'SubmissionOverdue');
  const assignment = { by: recipient, officer: 'ld.02', assignee: 'cv.02', coordinating: [] };
  await scribe.onDelivery(carried, recipient, { type: 'AssignProcessing', ...assignment });
  await scribe.onDelivery(carried, recipient, { type: 'StartProcessing', by: recipient, officer: 'cv.02' });
  const again = { ...assignment, assignee: 'cv.03', reason: 'Nghỉ phép', dueDate: '2026-12-01' };
  await scribe.onDelivery(carried, recipient, { type: 'ReassignProcessing', ...again });
  await scribe.onDelivery(carried, recipient, {
    type: 'RecordStatus',
    statusCode: '01',
    toldAt: instant,
    officer: 'vt.02',
  });
  await scribe.onDelivery(carried, 'H99.3', { type: 'CancelDelivery', ...bySender, reason: 'Gửi nhầm' });
}

async function updatedByItsSender(scribe: Scribe) {
  const updated = await scribe.issued(sender, [recipient, 'H99.3'], 'Văn bản được cập nhật');
  await scribe.arrive(updated, recipient);
  const changes = { subject: 'Trích yếu đã cập nhật', urgency: 'urgent', dueDate: '2026-12-05' } as const;
  await scribe.onDocument(updated, {
    type: 'UpdateDocument',
    ...own,
    changes,
    addedRecipients: [],
    removedRecipients: [],
    unknownRecipients: [],
    directoryPosition: '',
    reason: 'Sai trích yếu',
  });
  const update = { type: 'RequestUpdate', ...bySender, changes, reason: 'Sai trích yếu' } as const;
  await scribe.onDelivery(updated, recipient, update);
  await scribe.onDelivery(updated, recipient, { type: 'RefuseUpdate', ...byRecipient, reason: 'Đã xử lý' });
  await scribe.onDelivery(updated, recipient, update);
  await scribe.onDelivery(updated, recipient, { type: 'AgreeToUpdate', ...byRecipient });
  await silent(scribe, updated, recipient, 'DueDateNear');
  await silent(scribe, updated, recipient, 'DueDatePassed');
  return updated;
}

async function recalledByItsLeader(scribe: Scribe) {
  const recalled = await scribe.issued(sender, [recipient, 'H99.3'], 'Văn bản bị thu hồi');
  for (const to of [recipient, 'H99.3']) await scribe.arrive(recalled, to);
  const order = { type: 'OrderRecall', ...own, reason: 'Ban hành sai thẩm quyền' } as const;
  await scribe.onDocument(recalled, order, 'ld.01');
  await scribe.onDocument(recalled, { type: 'WithdrawRecallOrder', ...own, reason: 'Xem lại' }, 'ld.01');
  await scribe.onDocument(recalled, order, 'ld.01');
  return recalled;
}

async function recallAnswered(scribe: Scribe, recalled: string) {
  const recall = { type: 'RequestRecall', ...bySender, form: 'formal', reason: 'Sai thẩm quyền' } as const;
  await scribe.onDelivery(recalled, recipient, recall);
  await scribe.onDelivery(recalled, recipient, {
    type: 'WithdrawRecallRequest',
    ...bySender,
    reason: 'Xem lại',
  });
  await scribe.onDelivery(recalled, recipient, recall);
  await silent(scribe, recalled, recipient, 'RecallUnanswered');
  await scribe.onDelivery(recalled, recipient, { type: 'AgreeToRecall', ...byRecipient });
  await scribe.onDelivery(recalled, 'H99.3', recall);
  const refusal = { by: 'H99.3', officer: 'vt.03', reason: 'Đã xử lý xong' };
  await scribe.onDelivery(recalled, 'H99.3', { type: 'RefuseRecall', ...refusal });
  const closing = { outcome: 'kept', decision: '12/QĐ-UBND' } as const;
  await scribe.onDelivery(recalled, 'H99.3', { type: 'CloseRecallDispute', ...bySender, ...closing });
  const settled = { cancelled: [recipient], kept: ['H99.3'] };
  await scribe.onDocument(recalled, { type: 'SettleRecall', ...own, ...settled });
}

async function replacedAndCorrected(scribe: Scribe) {
  const replaced = await scribe.issued(sender, [recipient], 'Văn bản bị thay thế');
  await scribe.arrive(replaced, recipient);
  const replacement: DocumentLink = { documentId: randomUUID(), agency: sender, symbol: symbolOf(99) };
  await scribe.onDocument(replaced, {
    type: 'RecordReplacement',
    ...own,
    replacement,
    recipients: [recipient],
  });
  const superseding = { ...byRecipient, replacement, replacementAccepted: true };
  await scribe.onDelivery(replaced, recipient, { type: 'SupersedeDocument', ...superseding });

  const corrected = await scribe.issued(sender, [recipient], 'Văn bản được đính chính');
  const correction: DocumentLink = { documentId: randomUUID(), agency: sender, symbol: symbolOf(100) };
  await scribe.onDocument(corrected, {
    type: 'RecordCorrection',
    ...own,
    correction,
    recipients: [recipient],
  });
  return replaced;
}

async function takenBack(scribe: Scribe) {
  const taken = await scribe.numbered(sender, 'Văn bản bị hủy số');
  const voiding = { approvedBy: 'ld.01', reason: 'In sai' };
  await scribe.onDocument(taken, { type: 'VoidDocumentNumber', ...own, ...voiding });
  await scribe.voided('outgoing', sender, taken, 'In sai');
  return taken;
}

async function answeredAndCopied(scribe: Scribe, carried: string) {
  const answered: DocumentLink = { documentId: carried, agency: sender, symbol: symbolOf(1) };
  const reply = await issuedWith(scribe, recipient, [sender], { responseFor: [answered] });
  const copyOf = { kind: 'SY', symbol: answered.symbol, agency: sender } as const;
  const copy = await issuedWith(scribe, recipient, ['H99.3'], { copyOf });
  return { reply, copy };
}

type Draft = Extract<DocumentCommand, { type: 'DraftDocument' }>;

/** As `issued`, with more said in the draft, and arrived at every recipient. */
export async function issuedWith(
  scribe: Scribe,
  from: string,
  recipients: readonly string[],
  said: Partial<Draft>,
): Promise<string> {
  const documentId = randomUUID();
  const draft = { documentType: 'BC', subject: 'Báo cáo', urgency: 'normal', contents: [], ...said } as const;
  await scribe.onDocument(documentId, { ...draft, type: 'DraftDocument', documentId, agency: from });
  const signature = { authority: 'head', position: 'Giám đốc' } as const;
  await scribe.onDocument(documentId, { type: 'SignDocument', agency: from, ...signature }, 'ld.01');
  const number = await scribe.number('outgoing', from, documentId);
  const printed = { bookYear: 2026, series: 'outgoing', symbol: `${number}/BC-${agencyToken(from)}` };
  await scribe.onDocument(documentId, { type: 'NumberDocument', agency: from, number, ...printed });
  const { events } = await scribe.issue(documentId, from, recipients);
  for (const { type, data } of events) {
    if (type !== 'DocumentIssued') continue;
    const { officer: _, recipients: to, directoryPosition: __, agency: ___, at: ____, ...request } = data;
    for (const each of to) {
      await scribe.onDelivery(documentId, each, { ...request, type: 'RequestDelivery', from, to: each });
      await scribe.arrive(documentId, each);
    }
  }
  return documentId;
}

export function silent(scribe: Scribe, documentId: string, to: string, silence: Silence) {
  const late = { silence, dueAt: instant, since: scribe.at, calendarVersion };
  return scribe.onDelivery(documentId, to, { type: 'RecordSilence', ...late });
}

/** One agency ends and another one takes its mail from a local date on. */
export function closed(scribe: Scribe, code: string, successor: string, effectiveDate = '2026-11-01') {
  return scribe.write(agency, agencyStream(code), code, {
    type: 'CloseAgency',
    agency: code,
    effectiveDate,
    legalBasis: '01/NQ-HĐND',
    how: 'merged',
    successors: [successor],
    unknownSuccessors: [],
    closedSuccessors: [],
  });
}

export function renamed(scribe: Scribe, code: string, name: string, effectiveDate: string) {
  return scribe.write(agency, agencyStream(code), code, {
    ...{ type: 'RenameAgency', agency: code, name, abbreviation: 'CQ' },
    ...{ effectiveDate, legalBasis: '02/NQ-HĐND' },
  });
}

/** A secret document was turned away: nothing of it is known but that. */
export function refusedSecret(scribe: Scribe, code: string, localDate = '2026-11-22') {
  const stream = secrecyStream(code, Number(localDate.slice(0, 4)));
  return scribe.write(secrecy, stream, code, { type: 'CountRefusedSecret', agency: code, localDate });
}

/** What anybody may try on a delivery at any time. */
const attempts: readonly ((to: string) => object)[] = [
  () => ({ type: 'RecordDispatch', carrier: 'axis', carrierId: '77' }),
  () => ({ type: 'RecordAttemptFailure', attempt: 1, reasonCode: 'axis', reason: 'Lỗi' }),
  () => ({ type: 'RecordFailure', reasonCode: 'axis', reason: 'Lỗi' }),
  () => ({ type: 'RetryDelivery', ...bySender }),
  () => ({ type: 'RecordArrival' }),
  (to) => ({ type: 'RefuseReceipt', by: to, officer: 'vt.02', reasonCode: 'mis-sent', reason: 'Nhầm' }),
  (to) => ({ type: 'AcceptReceipt', by: to, officer: 'vt.02', number: 7, bookYear: 2026 }),
  (to) => ({ type: 'AssignProcessing', by: to, officer: 'ld.02', assignee: 'cv.02', coordinating: [] }),
  (to) => ({
    ...{ type: 'ReassignProcessing', by: to, officer: 'ld.02', assignee: 'cv.02', coordinating: [] },
    ...{ reason: 'Gia hạn', dueDate: '2026-12-04' },
  }),
  (to) => ({ type: 'StartProcessing', by: to, officer: 'cv.02' }),
  (to) => ({ type: 'CompleteProcessing', by: to, officer: 'cv.02', result: 'Xong' }),
  () => ({ type: 'RequestRecall', ...bySender, form: 'take-back', reason: 'Nhầm' }),
  () => ({ type: 'WithdrawRecallRequest', ...bySender, reason: 'Thôi' }),
  (to) => ({ type: 'AgreeToRecall', by: to, officer: 'vt.02' }),
  (to) => ({ type: 'RefuseRecall', by: to, officer: 'vt.02', reason: 'Đã xử lý' }),
  () => ({ type: 'CloseRecallDispute', ...bySender, outcome: 'kept', decision: '1/QĐ' }),
  () => ({ type: 'CloseRecallDispute', ...bySender, outcome: 'cancelled', decision: '1/QĐ' }),
  () => ({ type: 'RequestUpdate', ...bySender, changes: { dueDate: '2026-12-02' }, reason: 'Sai' }),
  (to) => ({ type: 'AgreeToUpdate', by: to, officer: 'vt.02' }),
  (to) => ({ type: 'RefuseUpdate', by: to, officer: 'vt.02', reason: 'Không' }),
  () => ({ type: 'RecordStatus', statusCode: '03', toldAt: instant, officer: 'vt.02' }),
  () => ({ type: 'RecordStatus', statusCode: '05', toldAt: instant, officer: 'vt.02' }),
];

/** Tries so many things, each on one of the deliveries, whatever comes of it; `between` is told after every tenth. */
export async function tryAnything(
  scribe: Scribe,
  documents: readonly string[],
  recipients: readonly string[],
  seed: number,
  between: () => Promise<void> = async () => undefined,
): Promise<void> {
  const one = fc.tuple(
    fc.nat(documents.length - 1),
    fc.nat(recipients.length - 1),
    fc.nat(attempts.length - 1),
  );
  for (const [index, [which, whom, what]] of fc.sample(one, { numRuns: 150, seed }).entries()) {
    const [documentId, to] = [documents[which], recipients[whom]] as [string, string];
    const command = attempts[what]?.(to) as DeliveryCommand;
    await scribe.onDelivery(documentId, to, command).catch(() => undefined);
    if (index % 10 === 9) await between();
  }
}
