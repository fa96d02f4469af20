import { requestsOf } from './delivery-request.policy';

const issued = {
  documentId: '6f1f6e8e-5d6c-4b0e-8d2e-0f6f3a1b2c3d',
  agency: 'H26',
  officer: 'vt.01',
  recipients: ['H26.1', 'H26.2'],
  directoryPosition: 'x.1',
  documentType: 'CV',
  subject: 'Trích yếu',
  symbol: '07/UBND',
  urgency: 'urgent',
  contents: [{ sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'a.pdf' }],
  at: '2026-01-02T03:04:05.000Z',
} as const;
const at = '2026-01-02T03:04:06.000Z';

it('begins one leg for each recipient, with all its reader needs and no officer', () => {
  const { documentId, agency: from, documentType, subject, symbol, urgency, contents } = issued;
  const about = {
    type: 'RequestDelivery',
    documentId,
    from,
    documentType,
    subject,
    symbol,
    urgency,
    contents,
  };
  expect(requestsOf(issued, at)).toEqual([
    { ...about, to: 'H26.1', at },
    { ...about, to: 'H26.2', at },
  ]);
});

it('hands the due date on', () =>
  expect(requestsOf({ ...issued, dueDate: '2026-02-01' }, at)[1]).toMatchObject({ dueDate: '2026-02-01' }));
