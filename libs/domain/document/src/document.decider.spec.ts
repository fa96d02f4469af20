import fc from 'fast-check';
import type { SignatureVerdict } from '@domain/codes';
import { fold, given, play } from '@domain/decider';
import { correctingStoppedBy, documentDecider, numberingStoppedBy } from './document.decider';
import type { DocumentEvent, SendBy } from './document.events';
import type { DocumentCommand, DocumentRefusal } from './document-command';

type Command<T extends DocumentCommand['type']> = Extract<DocumentCommand, { type: T }>;

const documentId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const at = '2026-11-22T01:00:00.000Z';
const later = '2026-11-22T02:00:00.000Z';
const ours = { documentId, agency: 'H26.1' };
const content = { sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'quyet-dinh.pdf' };
const answered = { documentId: 'd-0', agency: 'H26.2', symbol: '07/SXD' };
const card = {
  documentType: 'QD',
  subject: 'Phê duyệt kế hoạch năm 2027',
  urgency: 'urgent',
  contents: [content],
  dueDate: '2026-12-01',
  paperFollows: true,
  responseFor: [answered],
  distribution: ['Như Điều 3', 'Lưu: VT'],
} as const;
const verdict = (
  by: 'officer' | 'agency',
  status: SignatureVerdict['status'] = 'valid',
): SignatureVerdict => ({
  by,
  status,
  content: content.sha256,
  certificate: 'c'.repeat(64),
  findings: [],
  evidence: {},
});
const sendBy: SendBy = {
  decision28: '2026-11-23T05:00:00.000Z',
  decree30: '2026-11-23T10:00:00.000Z',
  stricter: 'decision28',
  calendarVersion: '2026.1',
};
const by = { agency: 'H26.1', officer: 'vt.01', at };
const signature = {
  authority: 'KT',
  position: 'Phó Giám đốc',
  signatures: [verdict('officer')],
  sendBy,
} as const;
const numbering = { number: 15, bookYear: 2026, series: 'outgoing', symbol: '15/QĐ-STC' };
const recipients = ['H26.2', 'H26.3'];
const directoryPosition = 'b1d2c3a4-0000-4000-8000-000000000001.77';
const entry = { filedBy: 'Văn phòng', copies: 2 };
const other = { documentId: 'd-2', agency: 'H26.1', symbol: '16/QĐ-STC' };

const draft: Command<'DraftDocument'> = {
  type: 'DraftDocument',
  ...by,
  documentId,
  ...card,
  officer: 'cv.01',
};
const rewritten = { ...card, subject: 'Phê duyệt kế hoạch năm 2028', dueDate: '2026-12-03' } as const;
const rewrite: Command<'CorrectDraft'> = { type: 'CorrectDraft', ...by, ...rewritten, officer: 'cv.01' };
const giveBack: Command<'ReturnDraft'> = {
  type: 'ReturnDraft',
  ...by,
  officer: 'ld.01',
  opinion: 'Thiếu căn cứ pháp lý',
  byLeader: true,
};
const handOver: Command<'HandOverDraft'> = {
  type: 'HandOverDraft',
  ...by,
  officer: 'ld.01',
  from: 'cv.01',
  to: 'cv.02',
  reason: 'Chuyển công tác',
};
const discard: Command<'DiscardDraft'> = {
  type: 'DiscardDraft',
  ...by,
  officer: 'cv.01',
  reason: 'Không còn cần thiết',
};
const sign: Command<'SignDocument'> = { type: 'SignDocument', ...by, ...signature, officer: 'ld.01' };
const number: Command<'NumberDocument'> = { type: 'NumberDocument', ...by, ...numbering };
const cancelNumber: Command<'VoidDocumentNumber'> = {
  type: 'VoidDocumentNumber',
  ...by,
  approvedBy: 'ld.01',
  reason: 'Sai thể thức',
};
const seal: Command<'SealDocument'> = { type: 'SealDocument', ...by, signatures: [verdict('agency')] };
const enter: Command<'RegisterDocument'> = { type: 'RegisterDocument', ...by, ...entry };
const issue: Command<'IssueDocument'> = {
  type: 'IssueDocument',
  ...by,
  recipients,
  directoryPosition,
  unknownRecipients: [],
};
const recall: Command<'OrderRecall'> = {
  type: 'OrderRecall',
  ...by,
  officer: 'ld.01',
  reason: 'Sai thẩm quyền',
};
const withdraw: Command<'WithdrawRecallOrder'> = {
  type: 'WithdrawRecallOrder',
  ...by,
  reason: 'Đã xác minh',
};
const settle: Command<'SettleRecall'> = {
  type: 'SettleRecall',
  agency: 'H26.1',
  cancelled: ['H26.3'],
  kept: ['H26.2'],
  at,
};
const replace: Command<'RecordReplacement'> = {
  type: 'RecordReplacement',
  ...by,
  replacement: other,
  recipients,
};
const update: Command<'UpdateDocument'> = {
  type: 'UpdateDocument',
  ...by,
  changes: { subject: 'Phê duyệt kế hoạch' },
  addedRecipients: ['H26.4'],
  removedRecipients: ['H26.3'],
  unknownRecipients: [],
  directoryPosition,
  reason: 'Bổ sung nơi nhận',
};
const correct: Command<'RecordCorrection'> = {
  type: 'RecordCorrection',
  ...by,
  correction: other,
  recipients,
};

const drafted: DocumentEvent = { type: 'DocumentDrafted', data: { ...ours, ...card, officer: 'cv.01', at } };
const rewrote: DocumentEvent = {
  type: 'DraftCorrected',
  data: { ...ours, ...rewritten, officer: 'cv.01', at },
};
const returned: DocumentEvent = {
  type: 'DraftReturned',
  data: { ...ours, officer: 'ld.01', opinion: 'Thiếu căn cứ pháp lý', at },
};
const handedOver: DocumentEvent = {
  type: 'DraftHandedOver',
  data: { ...ours, officer: 'ld.01', from: 'cv.01', to: 'cv.02', reason: 'Chuyển công tác', at },
};
const discarded: DocumentEvent = {
  type: 'DraftDiscarded',
  data: { ...ours, officer: 'cv.01', reason: 'Không còn cần thiết', at },
};
const signed: DocumentEvent = {
  type: 'DocumentSigned',
  data: { ...ours, ...signature, officer: 'ld.01', at },
};
const numbered: DocumentEvent = { type: 'DocumentNumbered', data: { ...by, documentId, ...numbering } };
const voided: DocumentEvent = {
  type: 'DocumentNumberVoided',
  data: { ...by, documentId, ...numbering, approvedBy: 'ld.01', reason: 'Sai thể thức' },
};
const sealed: DocumentEvent = {
  type: 'OrganisationSealApplied',
  data: { ...by, documentId, signatures: [verdict('agency')] },
};
const registered: DocumentEvent = { type: 'DocumentRegistered', data: { ...by, documentId, ...entry } };
const issued: DocumentEvent = {
  type: 'DocumentIssued',
  data: {
    ...by,
    ...ours,
    ...card,
    recipients,
    directoryPosition,
    symbol: '15/QĐ-STC',
    documentCode: 'H26.1,2026/11/22,15/QĐ-STC',
    legalValue: 'original',
    signatures: [verdict('officer'), verdict('agency')],
    sendBy,
    late: false,
  },
};
const recalled: DocumentEvent = {
  type: 'RecallOrdered',
  data: { ...ours, officer: 'ld.01', recipients, reason: 'Sai thẩm quyền', at },
};
const withdrawn: DocumentEvent = {
  type: 'RecallOrderWithdrawn',
  data: { ...by, documentId, reason: 'Đã xác minh' },
};
const settled: DocumentEvent = {
  type: 'RecallSettled',
  data: { ...ours, cancelled: ['H26.3'], kept: ['H26.2'], at },
};
const replaced: DocumentEvent = {
  type: 'ReplacementIssued',
  data: { ...by, documentId, replacement: other, recipients },
};
const updated: DocumentEvent = {
  type: 'UpdateIssued',
  data: {
    ...by,
    documentId,
    changes: { subject: 'Phê duyệt kế hoạch' },
    addedRecipients: ['H26.4'],
    removedRecipients: ['H26.3'],
    directoryPosition,
    reason: 'Bổ sung nơi nhận',
  },
};
const corrected: DocumentEvent = {
  type: 'CorrectionIssued',
  data: { ...by, documentId, correction: other, recipients },
};

const ready = [drafted, signed, numbered, sealed, registered];
const out = [...ready, issued];
const givenDocument = given(documentDecider);

describe('a document', () => {
  const acceptances: Record<DocumentCommand['type'], [DocumentEvent[], DocumentCommand, DocumentEvent]> = {
    DraftDocument: [[], draft, drafted],
    CorrectDraft: [[drafted, returned], rewrite, rewrote],
    ReturnDraft: [[drafted], giveBack, returned],
    HandOverDraft: [[drafted, returned], handOver, handedOver],
    DiscardDraft: [[drafted], discard, discarded],
    SignDocument: [[drafted], sign, signed],
    NumberDocument: [[drafted, signed], number, numbered],
    VoidDocumentNumber: [[drafted, signed, numbered], cancelNumber, voided],
    SealDocument: [[drafted, signed, numbered], seal, sealed],
    RegisterDocument: [[drafted, signed, numbered, sealed], enter, registered],
    IssueDocument: [ready, issue, issued],
    OrderRecall: [out, recall, recalled],
    WithdrawRecallOrder: [[...out, recalled], withdraw, withdrawn],
    SettleRecall: [[...out, recalled], settle, settled],
    RecordReplacement: [out, replace, replaced],
    UpdateDocument: [out, update, updated],
    RecordCorrection: [out, correct, corrected],
  };
  it.each(Object.entries(acceptances))('records a fact on %s', (_, [history, command, event]) =>
    expect(givenDocument(...history).when(command)).toEqual({ events: [event] }),
  );

  const refusals: Record<DocumentRefusal, [DocumentEvent[], DocumentCommand][]> = {
    'not-found': [
      [[], sign],
      [[drafted], { ...sign, agency: 'H26.2' }],
      [[drafted], { ...rewrite, agency: 'H26.2' }],
      [[drafted], { ...giveBack, agency: 'H26.2' }],
      [[drafted], { ...discard, agency: 'H26.2' }],
      [[drafted, signed], { ...number, agency: 'H26.2' }],
      [out, { ...issue, agency: 'H26.2' }],
      [out, { ...recall, agency: 'H26.2' }],
      [[...out, recalled], { ...settle, agency: 'H26.2' }],
      [out, { ...update, agency: 'H26.2' }],
    ],
    'document-already-drafted': [
      [[drafted], { ...draft, agency: 'H26.2' }],
      [[drafted], { ...draft, subject: 'Việc khác' }],
      [[drafted], { ...draft, urgency: 'flash' }],
      [[drafted], { ...draft, contents: [{ ...content, sha256: 'b'.repeat(64) }] }],
      [[drafted, signed], { ...draft, dueDate: '2026-12-02' }],
    ],
    'correction-not-by-letter': [
      [[], { ...draft, corrects: other }],
      [[drafted], { ...rewrite, corrects: other }],
    ],
    'not-the-drafter': [
      [[drafted], { ...rewrite, officer: 'cv.02' }],
      [[drafted, returned], { ...rewrite, officer: 'ld.01' }],
      [[drafted], { ...discard, officer: 'cv.02' }],
      [[drafted], { ...rewrite, coverFor: 'cv.02' }],
      [[drafted], { ...discard, coverFor: 'cv.02' }],
    ],
    'not-on-that-desk': [
      [[drafted], { ...handOver, from: 'cv.03' }],
      [[drafted, handedOver], { ...handOver, at: later, to: 'cv.03' }],
    ],
    'returned-to-drafter': [
      [[drafted, returned], sign],
      [[drafted, signed, returned], { ...sign, at: later }],
    ],
    'already-returned': [[[drafted, returned], { ...giveBack, officer: 'vt.01' }]],
    'already-discarded': [
      ...[rewrite, giveBack, handOver, sign, number, cancelNumber, seal, enter, issue].map(
        (command): [DocumentEvent[], DocumentCommand] => [[drafted, discarded], command],
      ),
      ...[recall, withdraw, settle, replace, update, correct].map(
        (command): [DocumentEvent[], DocumentCommand] => [[drafted, discarded], command],
      ),
      [[drafted, returned, discarded], { ...discard, at: later }],
    ],
    'not-signed-yet': [
      [[drafted], number],
      [[drafted], cancelNumber],
      [[drafted], seal],
      [[drafted], enter],
      [[drafted], issue],
    ],
    'already-signed': [
      [[drafted, signed], { ...sign, officer: 'ld.02' }],
      [[drafted, signed], { ...sign, authority: 'head' }],
      [[drafted, signed, numbered], { ...sign, position: 'Giám đốc' }],
      [[drafted, signed], rewrite],
      [[drafted, signed], discard],
      [[drafted, signed], handOver],
      [[drafted, signed], { ...giveBack, byLeader: false }],
    ],
    'not-numbered-yet': [
      [[drafted, signed], cancelNumber],
      [[drafted, signed], seal],
      [[drafted, signed], enter],
      [[drafted, signed], issue],
    ],
    'already-numbered': [
      [[drafted, signed, numbered], { ...number, number: 16 }],
      [out, { ...number, bookYear: 2027 }],
      [out, { ...number, series: 'outgoingqpqd' }],
      [[drafted, signed, numbered], rewrite],
      [[drafted, signed, numbered, sealed], giveBack],
      [ready, { ...discard, byLeader: true }],
    ],
    'number-was-voided': [
      [[drafted, signed, numbered, voided], number],
      [[drafted, signed, numbered, voided, { ...signed, data: { ...signed.data, at: later } }], number],
    ],
    'sender-not-registered': [[[drafted, signed], { ...number, senderUnknown: true }]],
    'approver-not-a-leader': [
      [[drafted, signed, numbered], { ...cancelNumber, approverNotALeader: true }],
      [ready, { ...cancelNumber, approverNotALeader: true }],
    ],
    'not-sealed-yet': [
      [[drafted, signed, numbered], enter],
      [[drafted, signed, numbered], issue],
    ],
    'already-sealed': [[ready, { ...seal, at: later }]],
    'not-registered-yet': [[[drafted, signed, numbered, sealed], issue]],
    'already-registered': [[ready, { ...enter, at: later }]],
    'not-issued-yet': [recall, withdraw, settle, replace, update, correct].map((command) => [ready, command]),
    'already-issued': [
      [out, { ...issue, recipients: ['H26.2'] }],
      [out, cancelNumber],
      [out, rewrite],
      [out, giveBack],
      [out, discard],
    ],
    'unknown-recipient': [
      [ready, { ...issue, unknownRecipients: ['H26.9'] }],
      [out, { ...update, unknownRecipients: ['H26.4'] }],
    ],
    'recipient-closed': [
      [ready, { ...issue, closedRecipients: ['H26.2'] }],
      [out, { ...update, closedRecipients: ['H26.4'] }],
    ],
    'agency-closed': [
      [[], { ...draft, agencyClosed: true }],
      [[drafted], { ...rewrite, agencyClosed: true }],
      [[drafted], { ...sign, agencyClosed: true }],
      [[drafted, signed], { ...number, agencyClosed: true }],
    ],
    'authority-not-delegated': [[[drafted], { ...sign, notDelegated: true }]],
    'sender-among-recipients': [
      [ready, { ...issue, forwarded: [{ from: 'H26.2', to: 'H26.1' }] }],
      [ready, { ...issue, recipients: ['H26.1'] }],
      [out, { ...update, addedRecipients: ['H26.1'] }],
    ],
    'replaced-document-not-issued': [[ready, { ...issue, staleLinks: ['replaces'] }]],
    'corrected-document-not-issued': [[ready, { ...issue, staleLinks: ['corrects'] }]],
    'not-a-recipient': [
      [out, { ...recall, recipients: ['H26.9'] }],
      [out, { ...recall, recipients: [] }],
      [[...out, updated], { ...recall, recipients: ['H26.3'] }],
      [out, { ...update, removedRecipients: ['H26.9'] }],
    ],
    'already-a-recipient': [
      [out, { ...update, addedRecipients: ['H26.2'] }],
      [[...out, updated], { ...update, at: later, addedRecipients: ['H26.3'], removedRecipients: [] }],
    ],
    'no-recipient-left': [[out, { ...update, addedRecipients: [], removedRecipients: recipients }]],
    'nothing-to-update': [
      [out, { ...update, changes: { urgency: 'urgent' }, addedRecipients: [], removedRecipients: [] }],
    ],
    'being-recalled': [
      [[...out, recalled], { ...recall, at: later, reason: 'Lý do khác' }],
      [[...out, recalled], update],
      [[...out, recalled], replace],
      [[...out, recalled], correct],
      [[...out, recalled], { ...settle, kept: [] }],
      [[...out, recalled], { ...settle, kept: ['H26.9'] }],
    ],
    'not-being-recalled': [
      [out, withdraw],
      [out, settle],
      [[...out, recalled, withdrawn], settle],
    ],
    'already-recalled': [
      [[...out, recalled, settled], { ...recall, at: later }],
      [[...out, recalled, settled], withdraw],
      [[...out, recalled, settled], update],
      [[...out, recalled, settled], replace],
    ],
    'already-replaced': [
      [[...out, replaced], recall],
      [[...out, replaced], update],
      [[...out, replaced], { ...replace, replacement: { ...other, documentId: 'd-3' } }],
    ],
  };
  it.each(
    Object.entries(refusals).flatMap(([refused, cases]) =>
      cases.map(([history, command]) => [command.type, refused, history, command] as const),
    ),
  )('refuses %s with %s', (_, refused, history, command) =>
    expect(givenDocument(...history).when(command)).toEqual({ refused }),
  );

  it.each([
    [],
    [drafted],
    [drafted, returned],
    [drafted, discarded],
    [drafted, signed],
    [drafted, signed, numbered],
    ready,
    out,
  ])('takes a number exactly when it would be recorded (%#)', (...history) => {
    const state = history.reduce(documentDecider.evolve, documentDecider.initial);
    for (const over of [{}, { agency: 'H26.2' }, { agencyClosed: true }, { senderUnknown: true }]) {
      const asked = { ...number, number: 4_711, ...over };
      const decided = givenDocument(...history).when(asked);
      expect(numberingStoppedBy(state, asked)).toBe('refused' in decided ? decided.refused : undefined);
    }
  });

  it.each([[], [drafted], [drafted, returned], [drafted, discarded], [drafted, signed], ready, out])(
    'is corrected exactly when its correction would be recorded (%#)',
    (...history) => {
      const state = history.reduce(documentDecider.evolve, documentDecider.initial);
      for (const over of [{}, { agency: 'H26.2' }, { officer: 'cv.02' }]) {
        const decided = givenDocument(...history).when({ ...rewrite, ...over });
        expect(correctingStoppedBy(state, { ...rewrite, ...over })).toBe(
          'refused' in decided ? decided.refused : undefined,
        );
      }
    },
  );

  it('records nothing when what it says is recorded, though a recipient left the directory since', () =>
    expect(givenDocument(...out).when({ ...issue, unknownRecipients: ['H26.2'] })).toEqual({ events: [] }));

  it('is issued without what nobody said of it', () => {
    const bare = {
      documentType: 'CV',
      subject: 'Trích yếu',
      urgency: 'normal',
      contents: [content],
    } as const;
    const { events } = play(documentDecider, [
      { type: 'DraftDocument', ...by, documentId, ...bare },
      { type: 'SignDocument', ...by, authority: 'head', position: 'Giám đốc' },
      number,
      { type: 'SealDocument', ...by },
      enter,
      issue,
    ]);
    expect(events.at(-1)?.data).toEqual({
      ...by,
      documentId,
      ...bare,
      recipients,
      directoryPosition,
      symbol: '15/QĐ-STC',
      documentCode: 'H26.1,2026/11/22,15/QĐ-STC',
      legalValue: 'information-only',
    });
  });

  it.each([
    ['2026-11-23T05:00:00.000Z', false],
    ['2026-11-23T05:00:00.001Z', true],
  ])('issued at %s, is it late? %s', (issuedAt, late) =>
    expect(givenDocument(...ready).when({ ...issue, at: issuedAt })).toMatchObject({
      events: [{ data: { late } }],
    }),
  );

  it('bears the local date of its number, and its year', () => {
    const atMidnight = { ...numbered, data: { ...numbered.data, at: '2026-12-31T17:00:00.000Z' } };
    const history = [drafted, signed, atMidnight as DocumentEvent, sealed, registered];
    expect(givenDocument(...history).when(issue)).toMatchObject({
      events: [{ data: { documentCode: 'H26.1,2027/01/01,15/QĐ-STC' } }],
    });
  });

  it('sends the delivery of a closed agency to its successor, once', () => {
    const forwarded = [{ from: 'H26.3', to: 'H26.2' }];
    const decision = givenDocument(...ready).when({ ...issue, forwarded });
    expect(decision).toMatchObject({ events: [{ data: { recipients, forwarded } }] });
    const state = fold(documentDecider, [...ready, ...('events' in decision ? decision.events : [])]);
    expect(state).toMatchObject({ recipients, deliveries: ['H26.2'] });
  });

  it('begins again as a draft when its number is voided, and takes another number', () => {
    const history = [...ready, { ...voided, data: { ...voided.data, at: later } } as DocumentEvent];
    const { signer: _, ...state } = fold(documentDecider, history) as { signer?: string; status: string };
    expect(_).toBeUndefined();
    expect(state).toEqual({
      status: 'Draft',
      ...ours,
      ...card,
      drafter: 'cv.01',
      round: 2,
      voided: [{ number: 15, bookYear: 2026, series: 'outgoing', round: 1 }],
      marks: expect.any(Array) as unknown,
    });
    const again = play(documentDecider, [
      draft,
      sign,
      number,
      cancelNumber,
      { ...sign, at: later },
      { ...number, number: 16, symbol: '16/QĐ-STC', at: later },
      { ...seal, at: later },
      { ...enter, at: later },
      { ...issue, at: later },
    ]);
    expect(again.state).toMatchObject({ status: 'Issued', number: 16, symbol: '16/QĐ-STC' });
  });

  it('says after a correction what the correction says, and nothing of what it leaves out', () => {
    const { dueDate: _due, distribution: _list, paperFollows: _paper, ...less } = rewritten;
    const shorter = { ...less, subject: 'Ngắn gọn hơn' };
    const history = [
      drafted,
      returned,
      { ...rewrote, data: { ...rewrote.data, ...shorter } } as DocumentEvent,
    ];
    expect(fold(documentDecider, history)).toMatchObject({ status: 'Draft', drafter: 'cv.01', ...shorter });
    const { events } = given(documentDecider)(drafted).when({
      type: 'CorrectDraft',
      ...by,
      ...shorter,
      officer: 'cv.01',
    }) as { readonly events: readonly DocumentEvent[] };
    const state = fold(documentDecider, [drafted, ...events]);
    for (const name of ['dueDate', 'distribution', 'paperFollows']) expect(state).not.toHaveProperty(name);
  });

  it('is given back by a leader with the signature, whose round is over', () => {
    const state = fold(documentDecider, [drafted, signed, returned]);
    expect(state).toMatchObject({ status: 'Returned', round: 2, voided: [] });
    for (const name of ['signer', 'authority', 'position', 'signatures', 'sendBy']) {
      expect(state).not.toHaveProperty(name);
    }
    const again = { ...signed, data: { ...signed.data, at: later } } as DocumentEvent;
    const numberedLater = fold(documentDecider, [
      drafted,
      signed,
      returned,
      rewrote,
      again,
      numbered,
      voided,
    ]);
    expect(numberedLater).toMatchObject({ round: 3, voided: [{ number: 15, round: 2 }] });
  });

  it('is corrected and discarded by the cover of its drafter, and stays on the desk of that one', () => {
    const cover = { officer: 'cv.02', coverFor: 'cv.01' };
    const decided = [rewrite, discard].map((command) =>
      givenDocument(drafted).when({ ...command, ...cover }),
    );
    expect(decided).toMatchObject([{ events: [{ data: cover }] }, { events: [{ data: cover }] }]);
    const [{ events }] = decided as unknown as [{ readonly events: readonly DocumentEvent[] }];
    const state = fold(documentDecider, [drafted, ...events]);
    expect(state).toMatchObject({ drafter: 'cv.01' });
    expect(state).not.toHaveProperty('coverFor');
  });

  it('is corrected by whoever it was handed over to, and no longer by the other', () => {
    const history = [drafted, returned, handedOver];
    expect(fold(documentDecider, history)).toMatchObject({ status: 'Returned', drafter: 'cv.02' });
    expect(givenDocument(...history).when(rewrite)).toEqual({ refused: 'not-the-drafter' });
    expect(givenDocument(...history).when({ ...rewrite, officer: 'cv.02' })).toHaveProperty('events');
    expect(givenDocument(...history).when({ ...handOver, at: later })).toEqual({ events: [] });
  });

  it('is discarded by a leader too, returned or not', () => {
    const byLeader = { ...discard, officer: 'ld.01', byLeader: true };
    for (const history of [[drafted], [drafted, returned]]) {
      expect(givenDocument(...history).when(byLeader)).toMatchObject({
        events: [{ type: 'DraftDiscarded', data: { officer: 'ld.01' } }],
      });
    }
  });

  it('tells what it came to', () =>
    expect(fold(documentDecider, [...out, recalled, settled])).toMatchObject({
      status: 'Recalled',
      ...ours,
      ...card,
      signer: 'ld.01',
      authority: 'KT',
      position: 'Phó Giám đốc',
      ...numbering,
      documentDate: '2026-11-22',
      ...entry,
      recipients,
      deliveries: recipients,
      recall: { recipients, reason: 'Sai thẩm quyền', at },
    }));

  it('shows what updates made of it, without touching what it contains', () =>
    expect(fold(documentDecider, [...out, updated])).toMatchObject({
      status: 'Issued',
      subject: 'Phê duyệt kế hoạch',
      contents: [content],
      recipients,
      deliveries: ['H26.2', 'H26.4'],
      removed: ['H26.3'],
    }));

  it('reads histories from before seals and registrations were recorded', () =>
    expect(fold(documentDecider, [drafted, signed, numbered, issued])).toMatchObject({ status: 'Issued' }));
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
      fc.property(histories, fc.nat(), (played, which) => {
        const { recorded, events } = play(documentDecider, played);
        const redelivered = recorded[which % recorded.length] as DocumentCommand;
        expect(play(documentDecider, [...played, redelivered]).events).toEqual(events);
      }),
      { numRuns: 400 },
    ));

  it('nothing follows a settled recall or a replacement: one end', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const types = play(documentDecider, played).events.map(({ type }) => type);
        const ends = types.filter((type) => type === 'RecallSettled' || type === 'ReplacementIssued');
        expect(ends).toEqual(ends.length === 0 ? [] : types.slice(-1));
      }),
    ));

  it('only the issuing agency acts', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const { events } = play(documentDecider, played);
        expect(events.filter(({ data }) => data.agency !== 'H26.1')).toEqual([]);
      }),
    ));

  it('no number comes twice, and a voided one never again', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const given = play(documentDecider, played).events.flatMap((event) =>
          event.type === 'DocumentNumbered' ? [`${event.data.number}/${event.data.bookYear}`] : [],
        );
        expect(new Set(given).size).toBe(given.length);
      }),
    ));

  it('what is issued says what was drafted: no content ever changes', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const { events, state } = play(documentDecider, played);
        if (state.status === 'absent') return;
        expect(state.contents).toEqual([content]);
        for (const event of events)
          if ('contents' in event.data) expect(event.data.contents).toEqual([content]);
      }),
    ));

  it('is issued at most once', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const issues = play(documentDecider, played).events.filter(({ type }) => type === 'DocumentIssued');
        expect(issues.length).toBeLessThanOrEqual(1);
      }),
    ));
});

const day = [
  rewrite,
  giveBack,
  handOver,
  discard,
  sign,
  number,
  cancelNumber,
  seal,
  enter,
  issue,
  recall,
  withdraw,
  settle,
  replace,
  update,
  correct,
];
const commands: fc.Arbitrary<DocumentCommand> = fc.oneof(
  fc.constantFrom<DocumentCommand>(draft, ...day),
  fc.constantFrom<DocumentCommand>(
    { ...draft, subject: 'Việc khác' },
    { ...sign, officer: 'ld.02' },
    { ...rewrite, officer: 'cv.02' },
    { ...giveBack, officer: 'vt.01', byLeader: false },
    { ...discard, officer: 'cv.02' },
    { ...issue, recipients: ['H26.2'] },
    { ...issue, unknownRecipients: ['H26.3'] },
    { ...settle, cancelled: ['H26.2'], kept: [] },
    { ...recall, recipients: ['H26.2'] },
    { ...replace, replacement: { ...other, documentId: 'd-3' } },
    { ...update, changes: { urgency: 'flash' }, addedRecipients: [], removedRecipients: [] },
  ),
  fc.constantFrom(...day).map((command) => ({ ...command, agency: 'H26.2' })),
);

/** A day's work in its order with other commands in between, each at an instant of its own. */
const histories = fc
  .tuple(
    fc.array(fc.tuple(fc.nat({ max: 40 }), commands), { maxLength: 25 }),
    fc.nat({ max: 3 }),
    fc.boolean(),
  )
  .map(([between, voids, twice]) => {
    const examined = twice ? [giveBack, rewrite, sign, giveBack, rewrite] : [];
    const round = [sign, number, ...(twice ? [seal, enter] : []), cancelNumber];
    const straight: DocumentCommand[] = [
      draft,
      ...examined,
      ...Array.from({ length: voids }, () => round).flat(),
      ...[sign, number, seal, enter, issue, correct, update, recall, withdraw, recall, settle],
    ];
    for (const [place, command] of between) straight.splice(place % straight.length, 0, command);
    return [draft, ...straight].map((command, second) => ({
      ...command,
      ...(command.type === 'NumberDocument' ? { number: 15 + (second % 7) } : {}),
      at: new Date(Date.parse(at) + second * 1000).toISOString(),
    }));
  });
