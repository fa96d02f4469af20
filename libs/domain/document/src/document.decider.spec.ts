import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import { type DocumentCommand, documentDecider, type DocumentRefusal } from './document.decider';
import type { DocumentEvent } from './document.events';

type Command<T extends DocumentCommand['type']> = Extract<DocumentCommand, { type: T }>;

const documentId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const at = '2026-11-22T01:00:00.000Z';
const ours = { documentId, agency: 'H26.1' };
const content = { sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'quyet-dinh.pdf' };
const card = {
  documentType: 'QD',
  subject: 'Phê duyệt kế hoạch năm 2027',
  urgency: 'urgent',
  contents: [content],
  dueDate: '2026-12-01',
} as const;
const signature = { officer: 'ld.01', authority: 'KT', position: 'Phó Giám đốc', at } as const;
const numbering = {
  officer: 'vt.01',
  number: 15,
  bookYear: 2026,
  series: 'outgoing',
  symbol: '15/QĐ-STC',
  at,
};
const directoryPosition = 'b1d2c3a4-0000-4000-8000-000000000001.77';
const issuing = { officer: 'vt.01', recipients: ['H26.2', 'H26.3'], directoryPosition, at };

const draft: Command<'DraftDocument'> = { type: 'DraftDocument', ...ours, ...card, officer: 'cv.01', at };
const sign: Command<'SignDocument'> = { type: 'SignDocument', agency: 'H26.1', ...signature };
const number: Command<'NumberDocument'> = { type: 'NumberDocument', agency: 'H26.1', ...numbering };
const issue: Command<'IssueDocument'> = {
  type: 'IssueDocument',
  agency: 'H26.1',
  ...issuing,
  unknownRecipients: [],
};

const drafted: DocumentEvent = { type: 'DocumentDrafted', data: { ...ours, ...card, officer: 'cv.01', at } };
const signed: DocumentEvent = { type: 'DocumentSigned', data: { ...ours, ...signature } };
const numbered: DocumentEvent = { type: 'DocumentNumbered', data: { ...ours, ...numbering } };
const issued: DocumentEvent = {
  type: 'DocumentIssued',
  data: { ...ours, ...card, ...issuing, symbol: '15/QĐ-STC' },
};

const givenDocument = given(documentDecider);

describe('a document', () => {
  const acceptances: Record<DocumentCommand['type'], [DocumentEvent[], DocumentCommand, DocumentEvent]> = {
    DraftDocument: [[], draft, drafted],
    SignDocument: [[drafted], sign, signed],
    NumberDocument: [[drafted, signed], number, numbered],
    IssueDocument: [[drafted, signed, numbered], issue, issued],
  };
  it.each(Object.entries(acceptances))('records a fact on %s', (_, [history, command, event]) =>
    expect(givenDocument(...history).when(command)).toEqual({ events: [event] }),
  );

  const refusals: Record<DocumentRefusal, [DocumentEvent[], DocumentCommand][]> = {
    'not-found': [
      [[], sign],
      [[drafted], { ...sign, agency: 'H26.2' }],
      [[drafted, signed], { ...number, agency: 'H26.2' }],
      [[drafted, signed, numbered, issued], { ...issue, agency: 'H26.2' }],
    ],
    'document-already-drafted': [
      [[drafted], { ...draft, agency: 'H26.2' }],
      [[drafted], { ...draft, subject: 'Việc khác' }],
      [[drafted], { ...draft, urgency: 'flash' }],
      [[drafted], { ...draft, contents: [{ ...content, sha256: 'b'.repeat(64) }] }],
      [[drafted, signed], { ...draft, dueDate: '2026-12-02' }],
    ],
    'not-signed-yet': [
      [[drafted], number],
      [[drafted], issue],
    ],
    'already-signed': [
      [[drafted, signed], { ...sign, officer: 'ld.02' }],
      [[drafted, signed], { ...sign, authority: 'head' }],
      [[drafted, signed, numbered], { ...sign, position: 'Giám đốc' }],
    ],
    'not-numbered-yet': [[[drafted, signed], issue]],
    'already-numbered': [
      [[drafted, signed, numbered], { ...number, number: 16 }],
      [[drafted, signed, numbered, issued], { ...number, bookYear: 2027 }],
    ],
    'already-issued': [[[drafted, signed, numbered, issued], { ...issue, recipients: ['H26.2'] }]],
    'unknown-recipient': [[[drafted, signed, numbered], { ...issue, unknownRecipients: ['H26.9'] }]],
    'sender-among-recipients': [[[drafted, signed, numbered], { ...issue, recipients: ['H26.1'] }]],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([history, command]) => [command.type, refused, history, command] as const),
    ),
  )('refuses %s with %s', (_, refused, history, command) =>
    expect(givenDocument(...history).when(command)).toEqual({ refused }),
  );

  it.each<[string, DocumentCommand, DocumentEvent[]]>([
    ['draft', draft, [drafted]],
    ['draft, after it was issued', draft, [drafted, signed, numbered, issued]],
    ['signature', sign, [drafted, signed]],
    ['signature, after it was numbered', sign, [drafted, signed, numbered]],
    ['numbering', number, [drafted, signed, numbered]],
    ['numbering, after it was issued', number, [drafted, signed, numbered, issued]],
    ['issue', issue, [drafted, signed, numbered, issued]],
    [
      'issue, after a recipient left the directory',
      { ...issue, unknownRecipients: ['H26.2'] },
      [drafted, signed, numbered, issued],
    ],
  ])('records nothing when the %s is redelivered', (_, command, history) =>
    expect(givenDocument(...history).when(command)).toEqual({ events: [] }),
  );

  it('may be drafted without a due date, and is then issued without one', () => {
    const { dueDate: _, ...open } = card;
    const history = play(documentDecider, [
      { type: 'DraftDocument', ...ours, ...open, officer: 'cv.01', at },
      sign,
      number,
      issue,
    ]);
    expect(history.events).toHaveLength(4);
    expect(history.events.filter(({ data }) => 'dueDate' in data)).toEqual([]);
  });

  it('tells what it came to', () =>
    expect(fold(documentDecider, [drafted, signed, numbered, issued])).toEqual({
      status: 'Issued',
      ...ours,
      ...card,
      signer: 'ld.01',
      authority: 'KT',
      position: 'Phó Giám đốc',
      number: 15,
      bookYear: 2026,
      symbol: '15/QĐ-STC',
      recipients: ['H26.2', 'H26.3'],
    }));
});

describe('for random histories of a document', () => {
  it('deciding twice appends once', () =>
    fc.assert(
      fc.property(fc.array(commands), commands, (before, command) => {
        const once = play(documentDecider, [...before, command]).events;
        expect(play(documentDecider, [...before, command, command]).events).toEqual(once);
      }),
    ));

  it('a command redelivered at any later time appends nothing', () =>
    fc.assert(
      fc.property(fc.array(commands), fc.nat(), (played, which) => {
        const { recorded, events } = play(documentDecider, [draft, ...played]);
        const redelivered = recorded[which % recorded.length] as DocumentCommand;
        expect(play(documentDecider, [draft, ...played, redelivered]).events).toEqual(events);
      }),
    ));

  it('goes Draft, Signed, Numbered, Issued, each once and in this order', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (played) => {
        const types = play(documentDecider, played).events.map(({ type }) => type);
        const order = ['DocumentDrafted', 'DocumentSigned', 'DocumentNumbered', 'DocumentIssued'];
        expect(types).toEqual(order.slice(0, types.length));
      }),
    ));
});

const commands: fc.Arbitrary<DocumentCommand> = fc.oneof(
  fc.constantFrom<DocumentCommand>(draft, sign, number, issue),
  fc.constantFrom<DocumentCommand>(
    { ...draft, subject: 'Việc khác' },
    { ...sign, officer: 'ld.02' },
    { ...sign, agency: 'H26.2' },
    { ...number, number: 16 },
    { ...issue, recipients: ['H26.2'] },
    { ...issue, unknownRecipients: ['H26.3'] },
  ),
);
