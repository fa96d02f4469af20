import type { DeliveryState } from '@domain/delivery';
import type { DocumentState } from '@domain/document';
import { completionAtDelivery, completionAtDocument } from './register-completion.policy';

const allocated = { number: 7, bookYear: 2026 };
const delivery = { documentId: 'd', from: 'H26', to: 'H26.1' };
const accepted = { ...delivery, number: 7, bookYear: 2026 };
const asked = { officer: 'vt.01', form: 'formal', reason: 'Ban hành nhầm' } as const;
const replacement = { documentId: 'e', agency: 'H26', symbol: '08/UBND' };
const assigned = { ...accepted, assignee: 'cv.01', coordinating: [] };

describe('an incoming number', () => {
  it.each<[DeliveryState, object]>([
    [{ status: 'Arrived', ...delivery }, { type: 'finish' }],
    [
      { status: 'Refused', ...delivery, reasonCode: 'mis-sent', reason: 'Gửi nhầm' },
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
    [{ status: 'RecallPending', previous: 'Arrived', recall: asked, ...delivery }, { type: 'finish' }],
    [{ status: 'RecallPending', previous: 'Accepted', recall: asked, ...accepted }, { type: 'nothing' }],
    [
      { status: 'Cancelled', ...delivery },
      { type: 'void', reason: 'recalled' },
    ],
    [{ status: 'Cancelled', ...accepted }, { type: 'nothing' }],
    [
      { status: 'Superseded', replacement, ...delivery },
      { type: 'void', reason: 'superseded' },
    ],
    [{ status: 'Queued', ...delivery }, { type: 'impossible' }],
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
  drafter: 'cv.01',
  round: 1,
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
const sent = { ...numbered, recipients: ['H26.1'], deliveries: ['H26.1'], removed: [], corrections: [] };

const anotherBook = { type: 'void', reason: 'numbered-in-another-book' };

describe('an outgoing number', () => {
  const own = { ...allocated, series: 'outgoing', round: 1 };
  const gaveUp = { round: 2, voided: [{ number: 7, bookYear: 2026, series: 'outgoing', round: 1 }] };
  const takenBack = { type: 'void', reason: 'signature-taken-back' };
  const second = { ...own, number: 8, round: 2 };
  it.each<[typeof own, DocumentState, object]>([
    [own, { status: 'Signed', ...signed }, { type: 'finish' }],
    [own, { status: 'Numbered', ...numbered }, { type: 'nothing' }],
    [own, { status: 'Issued', ...sent }, { type: 'nothing' }],
    [own, { status: 'Numbered', ...numbered, bookYear: 2025 }, anotherBook],
    [own, { status: 'Numbered', ...numbered, series: 'outgoingqpqd' }, anotherBook],
    [own, { status: 'Draft', ...drafted }, { type: 'impossible' }],
    [own, { status: 'absent' }, { type: 'impossible' }],
    [own, { status: 'Draft', ...drafted, ...gaveUp }, { type: 'nothing' }],
    [own, { status: 'Signed', ...signed, ...gaveUp }, { type: 'nothing' }],
    [{ ...own, bookYear: 2025 }, { status: 'Draft', ...drafted, ...gaveUp }, anotherBook],
    [second, { status: 'Signed', ...signed, ...gaveUp }, { type: 'finish' }],
    [second, { status: 'Numbered', ...numbered, ...gaveUp, number: 8 }, { type: 'nothing' }],
    [second, { status: 'Draft', ...drafted, ...gaveUp }, { type: 'impossible' }],
    [second, { status: 'Signed', ...signed }, { type: 'impossible' }],
    [own, { status: 'Returned', ...drafted, round: 2 }, takenBack],
    [own, { status: 'Signed', ...signed, round: 2 }, takenBack],
    [own, { status: 'Discarded', ...drafted, round: 2 }, takenBack],
    [second, { status: 'Signed', ...signed, ...gaveUp, round: 3 }, takenBack],
    [second, { status: 'Numbered', ...numbered, round: 2, number: 8 }, { type: 'nothing' }],
  ])('%j, %j', (given, state, completion) => expect(completionAtDocument(given, state)).toEqual(completion));
});
