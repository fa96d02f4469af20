import type { DeliveryState } from '@domain/delivery';
import type { DocumentState } from '@domain/document';
import { completionAtDelivery, completionAtDocument } from './register-completion.policy';

const allocated = { number: 7, bookYear: 2026 };
const leg = { documentId: 'd', from: 'H26', to: 'H26.1' };
const accepted = { ...leg, number: 7, bookYear: 2026 };
const assigned = { ...accepted, assignee: 'cv.01', coordinating: [] };

describe('an incoming number', () => {
  it.each<[DeliveryState, object]>([
    [{ status: 'Arrived', ...leg }, { type: 'finish' }],
    [
      { status: 'Refused', ...leg, reasonCode: 'mis-sent', reason: 'Gửi nhầm' },
      { type: 'void', reason: 'receipt-refused' },
    ],
    [{ status: 'Accepted', ...accepted }, { type: 'nothing' }],
    [{ status: 'Completed', ...assigned, result: 'Xong' }, { type: 'nothing' }],
    [
      { status: 'Accepted', ...accepted, number: 8 },
      { type: 'void', reason: 'numbered-in-another-book' },
    ],
    [
      { status: 'InProcess', ...assigned, bookYear: 2027 },
      { type: 'void', reason: 'numbered-in-another-book' },
    ],
    [{ status: 'Queued', ...leg }, { type: 'impossible' }],
    [{ status: 'absent' }, { type: 'impossible' }],
  ])('%j', (state, completion) => expect(completionAtDelivery(allocated, state)).toEqual(completion));
});

const drafted = {
  documentId: 'd',
  agency: 'H26',
  documentType: 'CV',
  subject: 'Trích yếu',
  urgency: 'normal',
  contents: [],
  voided: [],
  marks: [],
} as const;
const signed = {
  ...drafted,
  signer: 'ct.01',
  authority: 'head',
  position: 'Chủ tịch',
  signatures: [],
} as const;
const book = { bookYear: 2026, series: 'outgoing', symbol: '07/UBND', documentDate: '2026-01-02' };
const numbered = { ...signed, ...book, number: 7 };
const sent = { ...numbered, recipients: ['H26.1'], legs: ['H26.1'], removed: [], corrections: [] };

describe('an outgoing number', () => {
  it.each<[DocumentState, object]>([
    [{ status: 'Signed', ...signed }, { type: 'finish' }],
    [{ status: 'Numbered', ...numbered }, { type: 'nothing' }],
    [{ status: 'Issued', ...sent }, { type: 'nothing' }],
    [
      { status: 'Numbered', ...numbered, bookYear: 2025 },
      { type: 'void', reason: 'numbered-in-another-book' },
    ],
    [{ status: 'Draft', ...drafted }, { type: 'impossible' }],
    [{ status: 'absent' }, { type: 'impossible' }],
  ])('%j', (state, completion) => expect(completionAtDocument(allocated, state)).toEqual(completion));
});
