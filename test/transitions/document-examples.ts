import { play } from '@domain/decider';
import { type CommandOf, type DocumentCommand, documentDecider, type DocumentState } from '@domain/document';

const documentId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const other = { documentId: '7d1f0c52-2a34-5b8e-8c11-5a0be0a3c9d2', agency: 'H26.1', symbol: '16/QĐ-STC' };
const by = { agency: 'H26.1', officer: 'vt.01', at: '2026-11-22T01:00:00.000Z' };
const recipients = ['H26.2', 'H26.3'];
const card = {
  documentType: 'QD',
  subject: 'Phê duyệt kế hoạch năm 2027',
  urgency: 'normal',
  contents: [{ sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'quyet-dinh.pdf' }],
} as const;
const directory = { unknownRecipients: [], directoryPosition: '' };

/** One command of each kind, as it comes up on one document. */
export const documentExamples: { readonly [T in DocumentCommand['type']]: CommandOf<T> } = {
  DraftDocument: { type: 'DraftDocument', ...by, documentId, ...card },
  CorrectDraft: { type: 'CorrectDraft', ...by, ...card, subject: 'Phê duyệt kế hoạch năm 2028' },
  ReturnDraft: { type: 'ReturnDraft', ...by, opinion: 'Thiếu căn cứ pháp lý', byLeader: true },
  HandOverDraft: { type: 'HandOverDraft', ...by, from: by.officer, to: 'cv.04', reason: 'chuyển công tác' },
  DiscardDraft: { type: 'DiscardDraft', ...by, reason: 'không còn cần thiết', byLeader: true },
  SignDocument: { type: 'SignDocument', ...by, authority: 'head', position: 'Giám đốc' },
  NumberDocument: {
    type: 'NumberDocument',
    ...by,
    number: 15,
    bookYear: 2026,
    series: 'outgoing',
    symbol: '15/QĐ-STC',
  },
  VoidDocumentNumber: { type: 'VoidDocumentNumber', ...by, approvedBy: 'ld.01', reason: 'sai thể thức' },
  SealDocument: { type: 'SealDocument', ...by },
  RegisterDocument: { type: 'RegisterDocument', ...by, filedBy: 'Văn phòng', copies: 1 },
  IssueDocument: { type: 'IssueDocument', ...by, recipients, ...directory },
  OrderRecall: { type: 'OrderRecall', ...by, reason: 'sai thẩm quyền' },
  WithdrawRecallOrder: { type: 'WithdrawRecallOrder', ...by, reason: 'đã xác minh' },
  SettleRecall: { type: 'SettleRecall', agency: by.agency, at: by.at, cancelled: recipients, kept: [] },
  RecordReplacement: { type: 'RecordReplacement', ...by, replacement: other, recipients },
  UpdateDocument: {
    type: 'UpdateDocument',
    ...by,
    changes: { subject: 'Phê duyệt kế hoạch' },
    addedRecipients: [],
    removedRecipients: [],
    ...directory,
    reason: 'sửa trích yếu',
  },
  RecordCorrection: { type: 'RecordCorrection', ...by, correction: other, recipients },
};

const a = documentExamples;
const signed = [a.DraftDocument, a.SignDocument];
const registered = [...signed, a.NumberDocument, a.SealDocument, a.RegisterDocument];
const issued = [...registered, a.IssueDocument];

/** The usual way to each state. */
export const documentWays: Readonly<Record<DocumentState['status'], readonly DocumentCommand[]>> = {
  absent: [],
  Draft: signed.slice(0, 1),
  Returned: [a.DraftDocument, a.ReturnDraft],
  Discarded: [a.DraftDocument, a.DiscardDraft],
  Signed: signed,
  Numbered: registered.slice(0, 3),
  Sealed: registered.slice(0, 4),
  Registered: registered,
  Issued: issued,
  Recalling: [...issued, a.OrderRecall],
  Recalled: [...issued, a.OrderRecall, a.SettleRecall],
  Replaced: [...issued, a.RecordReplacement],
};

/** A document that came to each state on the usual way. */
export const documentStates = Object.entries(documentWays).map(
  ([status, commands]) => [status, play(documentDecider, commands).state] as const,
);
