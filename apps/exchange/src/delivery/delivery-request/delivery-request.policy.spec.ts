import { requestOf, requestsOf } from './delivery-request.policy';

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

it('begins one delivery for each recipient, with all its reader needs and no officer', () => {
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

it('sends the delivery of a closed agency to its successor and says whom it was addressed to', () => {
  const forwarded = [{ from: 'H26.2', to: 'H26.7' }];
  const requests = requestsOf({ ...issued, forwarded }, at);
  expect(requests.map(({ to, addressedTo }) => [to, addressedTo])).toEqual([
    ['H26.1', undefined],
    ['H26.7', 'H26.2'],
  ]);
});

it.each([[['H26.1', 'H26.2']], [['H26.2', 'H26.1']]])(
  'begins one delivery for an agency that was written to itself and for a closed one: %j',
  (recipients) => {
    const forwarded = [{ from: 'H26.2', to: 'H26.1' }];
    const requests = requestsOf({ ...issued, recipients, forwarded }, at);
    expect(requests).toHaveLength(1);
    expect(requests[0]).not.toHaveProperty('addressedTo');
    expect(requests[0]).toMatchObject({ to: 'H26.1' });
  },
);

it('hands on what else was said of the document', () => {
  const link = { documentId: 'd-0', agency: 'H26.1', symbol: '07/STC' };
  const said = {
    documentCode: 'H26,2026/01/02,07/UBND',
    legalValue: 'original',
    responseFor: [link],
  } as const;
  expect(requestsOf({ ...issued, ...said, paperFollows: true }, at)[0]).toMatchObject({
    ...said,
    paperFollows: true,
  });
});

it('tells a delivery that begins later what was changed since', () =>
  expect(requestOf(issued, 'H26.9', at, { urgency: 'flash' })).toMatchObject({
    to: 'H26.9',
    urgency: 'flash',
  }));

it('hands the due date on', () =>
  expect(requestsOf({ ...issued, dueDate: '2026-02-01' }, at)[1]).toMatchObject({ dueDate: '2026-02-01' }));
