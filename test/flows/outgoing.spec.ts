import { randomUUID } from 'node:crypto';
import { transact } from '@adapters/event-store';
import {
  type CommandReply,
  type DocumentDrafted,
  type DocumentIssued,
  type DocumentNumbered,
  type Subject,
  subjects,
} from '@contracts';
import { localYear } from '@domain/codes';
import { deliveryId, deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { document } from '@domain/document';
import { outgoingKey, registerStream } from '@domain/register';
import { commandMeta } from '@runtime';
import { Hands } from './hands';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';

const clock = new Hands();
let province: Province;
let drafter: Officer;
let leader: Officer;
let clerk: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'exchange'], clock });
  await province.found();
  drafter = province.officer('H99', 'Drafter');
  leader = province.officer('H99', 'Leader');
  clerk = province.officer('H99', 'Clerk');
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await province.stop();
  expect(errors).toEqual([]);
});

type Stage = 'drafted' | 'signed' | 'numbered' | 'sealed' | 'registered' | 'issued';
const signature = { authority: 'head', position: 'Chủ tịch' };
const entry = { filedBy: 'Văn phòng', copies: 2, note: 'Lưu kèm bản giấy' };
const voiding = { approvedBy: officerId('Leader', 'H99'), reason: 'Sai thể thức' };
const reason = 'Ban hành sai thẩm quyền';

async function draftOf(over: object = {}) {
  const contents = [await province.upload('H99')];
  return { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents, ...over };
}

async function draft(over?: object): Promise<string> {
  const body = await draftOf(over);
  return accepted(await drafter.command<DocumentDrafted>(subjects.draftDocument, {}, body)).documentId;
}

/** A document of H99 as far as asked, issued to the recipients. */
async function brought(to: Stage, recipients: readonly string[] = ['H99.1'], over?: object): Promise<string> {
  const documentId = await draft(over);
  await bring(documentId, to, recipients);
  return documentId;
}

async function bring(
  documentId: string,
  to: Stage,
  recipients: readonly string[] = ['H99.1'],
): Promise<void> {
  const steps: [Stage, () => Promise<CommandReply<unknown>>][] = [
    ['signed', () => leader.command(subjects.signDocument, { documentId }, signature)],
    ['numbered', () => clerk.command(subjects.numberDocument, { documentId })],
    ['sealed', () => clerk.command(subjects.sealDocument, { documentId })],
    ['registered', () => clerk.command(subjects.registerDocument, { documentId }, entry)],
    ['issued', () => clerk.command(subjects.issueDocument, { documentId }, { recipients })],
  ];
  const last = steps.findIndex(([stage]) => stage === to);
  for (const [, step] of steps.slice(0, last + 1)) accepted(await step());
}

/** Issued and arrived at each recipient. */
async function arrived(recipients: readonly string[], over?: object): Promise<string> {
  const documentId = await brought('issued', recipients, over);
  await Promise.all(recipients.map((to) => fact(documentId, to, 'DocumentArrived')));
  return documentId;
}

const fact = (documentId: string, to: string, name: string) =>
  province.waitFor(deliveryStream({ documentId, to }), name);
const dataOf = async (documentId: string, name: string) =>
  (await province.waitFor(documentStream(documentId), name)).data as Record<string, unknown>;
const own = (documentId: string) => province.factsOf(documentStream(documentId));
const factsAt = (documentId: string, to: string) => province.factsOf(deliveryStream({ documentId, to }));
const atRecipient = (to: string, subject: Subject, documentId: string, body: object = {}) =>
  province.officer(to, 'Clerk').command(subject, { documentId }, body);

describe('DocumentDrafted', () => {
  it('keeps what is said of the document beside its card', async () => {
    const said = {
      paperFollows: true,
      distribution: ['Như trên', 'Lưu: VT'],
      pageAmount: 3,
      draftingUnit: 'VP',
    };
    const documentId = await draft(said);
    expect(await dataOf(documentId, 'DocumentDrafted')).toMatchObject(said);
  });

  it('names what it answers, as it came to the agency', async () => {
    const question = await arrived(['H99.1']);
    const answer = {
      ...(await draftOf()),
      contents: [await province.upload('H99.1')],
      responseFor: [question],
    };
    const there = province.officer('H99.1', 'Drafter');
    const drafted = await there.command<DocumentDrafted>(subjects.draftDocument, {}, answer);
    const { symbol } = await dataOf(question, 'DocumentIssued');
    expect(await dataOf(accepted(drafted).documentId, 'DocumentDrafted')).toMatchObject({
      responseFor: [{ documentId: question, agency: 'H99', symbol }],
    });
  });

  it.each<[string, () => Promise<object>, string, string]>([
    [
      'answers what never came',
      async () => ({ responseFor: [await arrived(['H99.1'])] }),
      'answered-document-not-found',
      '/body/responseFor/0',
    ],
    [
      'replaces what was not issued',
      async () => ({ replaces: await brought('registered') }),
      'replaced-document-not-issued',
      '/body/replaces',
    ],
    [
      'replaces another form',
      async () => ({ replaces: await brought('issued'), documentType: 'QD' }),
      'replacement-of-another-form',
      '/body/documentType',
    ],
    [
      'corrects what does not exist',
      () => Promise.resolve({ corrects: randomUUID() }),
      'corrected-document-not-issued',
      '/body/corrects',
    ],
  ])('is refused when it %s', async (_, over, refused, pointer) => {
    const body = await draftOf(await over());
    expect(await drafter.command(subjects.draftDocument, {}, body)).toMatchObject({
      context: 'document',
      refused,
      errors: [{ pointer }],
    });
  });

  it('is refused when a correction is no letter', async () => {
    const corrects = await brought('issued');
    const body = await draftOf({ corrects, documentType: 'QD' });
    expect(await drafter.command(subjects.draftDocument, {}, body)).toMatchObject({
      refused: 'correction-not-by-letter',
    });
  });
});

it('DocumentSigned: keeps until when it has to leave, by both rules', async () => {
  const documentId = await draft();
  clock.set = '2027-06-07T02:00:00.000Z';
  await bring(documentId, 'signed');
  clock.set = undefined;
  expect((await dataOf(documentId, 'DocumentSigned'))['sendBy']).toMatchObject({
    decision28: expect.stringContaining('2027-06-08'),
    decree30: expect.stringContaining('2027-06-08'),
    stricter: 'decision28',
  });
});

describe('DocumentNumbered', () => {
  it.each<[string, object, string, RegExp]>([
    ['a letter', { draftingUnit: 'VX' }, 'outgoing', /^\d{2,}\/UBND-VX$/],
    ['a decision', { documentType: 'QD' }, 'outgoing', /^\d{2,}\/QĐ-UBND$/],
    ['a normative decision', { documentType: 'QPQD' }, 'outgoingqpqd', /^01\/20\d{2}\/QĐ-UBND$/],
    [
      'a true copy',
      { documentType: 'QD', copyOf: { kind: 'SY', symbol: '15/QĐ-TTg', agency: 'H98' } },
      'outgoingcopy',
      /^01\/SY-UBND$/,
    ],
  ])('%s: in its series, with its symbol', async (_, over, series, symbol) => {
    const documentId = await brought('signed', [], over);
    const numbered = accepted(await clerk.command<DocumentNumbered>(subjects.numberDocument, { documentId }));
    expect(numbered.symbol).toMatch(symbol);
    expect(await dataOf(documentId, 'DocumentNumbered')).toMatchObject({ series });
  });
});

describe('OrganisationSealApplied, DocumentRegistered', () => {
  it('come in their order, with every column of the register', async () => {
    const documentId = await brought('numbered');
    const register = () => clerk.command(subjects.registerDocument, { documentId }, entry);
    expect(await register()).toMatchObject({ refused: 'not-sealed-yet' });
    accepted(await clerk.command(subjects.sealDocument, { documentId }));
    expect(await clerk.command(subjects.sealDocument, { documentId })).toMatchObject({
      refused: 'already-sealed',
    });
    accepted(await register());
    expect(await register()).toMatchObject({ refused: 'already-registered' });
    expect(await dataOf(documentId, 'DocumentRegistered')).toMatchObject(entry);
  });
});

describe('DocumentIssued', () => {
  it('names the delivery of every recipient, and carries what the delivery starts from', async () => {
    const recipients = ['H99.1', 'H99.2'];
    const documentId = await brought('registered', recipients, { paperFollows: true });
    const issued = accepted(
      await clerk.command<DocumentIssued>(subjects.issueDocument, { documentId }, { recipients }),
    );
    expect(issued.deliveries).toEqual(
      recipients.map((agency) => ({
        agency,
        deliveryId: deliveryId({ documentId, to: agency }),
        state: 'Queued',
      })),
    );
    const { symbol, documentCode, ...rest } = await dataOf(documentId, 'DocumentIssued');
    expect(documentCode).toMatch(/^H99,\d{4}\/\d{2}\/\d{2},/);
    expect(String(documentCode).endsWith(String(symbol))).toBe(true);
    expect(rest).toMatchObject({ legalValue: 'information-only', paperFollows: true, late: false });
    const delivery = await fact(documentId, 'H99.1', 'DeliveryRequested');
    expect(delivery.data).toMatchObject({ documentCode, legalValue: 'information-only', paperFollows: true });
  });

  it('is flagged when it comes after the stricter limit', async () => {
    clock.set = '2027-06-07T02:00:00.000Z';
    const documentId = await brought('registered');
    clock.set = '2027-06-09T02:00:00.000Z';
    accepted(await clerk.command(subjects.issueDocument, { documentId }, { recipients: ['H99.1'] }));
    clock.set = undefined;
    expect(await dataOf(documentId, 'DocumentIssued')).toMatchObject({ late: true });
  });
});

describe('written to a closed agency', () => {
  const closing = { effectiveDate: '2026-01-01', legalBasis: 'Nghị quyết 01/NQ-HĐND' };
  const close = async (agency: string, over: object) => {
    const card = { name: `Sở ${agency}`, abbreviation: 'SC', tier: 'province', parent: 'H99' };
    const operator = province.officer('H99', 'Operator');
    accepted(await operator.command(subjects.registerAgency, { agency }, card));
    accepted(await operator.command(subjects.closeAgency, { agency }, { ...closing, ...over }));
  };

  it('its delivery goes to the successor, and both sides see whom it was addressed to', async () => {
    await close('H99.81', { how: 'merged', successors: ['H99.2'] });
    const documentId = await brought('registered');
    const recipients = ['H99.81', 'H99.1'];
    const issue = await clerk.command<DocumentIssued>(subjects.issueDocument, { documentId }, { recipients });
    expect(accepted(issue).deliveries).toMatchObject([
      { agency: 'H99.2', deliveryId: deliveryId({ documentId, to: 'H99.2' }), forwardedFrom: ['H99.81'] },
      { agency: 'H99.1' },
    ]);
    expect((await fact(documentId, 'H99.2', 'DeliveryRequested')).data).toMatchObject({
      addressedTo: 'H99.81',
    });
    // A delivery that has not arrived yet is stopped, not asked.
    await fact(documentId, 'H99.2', 'DocumentArrived');
    accepted(await leader.command(subjects.orderRecall, { documentId }, { reason }));
    await fact(documentId, 'H99.2', 'RecallRequested');
  });

  it.each([[['H99.81', 'H99.2']], [['H99.2', 'H99.81']]])(
    'and to its successor itself, nobody stands in anybody’s place: %j',
    async (recipients) => {
      const documentId = await brought('registered');
      const issue = await clerk.command<DocumentIssued>(
        subjects.issueDocument,
        { documentId },
        { recipients },
      );
      expect(accepted(issue).deliveries).toMatchObject([{ agency: 'H99.2', forwardedFrom: ['H99.81'] }]);
      expect((await fact(documentId, 'H99.2', 'DeliveryRequested')).data).not.toHaveProperty('addressedTo');
    },
  );

  it('is refused when nobody follows it', async () => {
    await close('H99.82', { how: 'dissolved', successors: [] });
    const documentId = await brought('registered');
    const recipients = ['H99.1', 'H99.82'];
    expect(await clerk.command(subjects.issueDocument, { documentId }, { recipients })).toMatchObject({
      refused: 'recipient-closed',
      errors: [{ pointer: '/body/recipients/1' }],
    });
  });
});

describe('NumberVoided', () => {
  const year = localYear(new Date().toISOString());
  const book = registerStream({ agency: 'H99', series: 'outgoing', bookYear: year });
  const voidedKeys = async () => {
    const { events } = await province.store.readStream(book);
    return events.flatMap(({ type, data }) =>
      type === 'NumberVoided.v1' ? [data as Record<string, unknown>] : [],
    );
  };

  it('goes back to the draft; the next number is another one, and the book keeps both', async () => {
    const documentId = await brought('registered');
    const first = await dataOf(documentId, 'DocumentNumbered');
    const void_ = () => clerk.command(subjects.voidNumber, { documentId }, voiding, 'void-1');
    const once = await void_();
    accepted(once);
    expect(await void_()).toEqual(once);
    await bring(documentId, 'signed');
    const second = accepted(await clerk.command<DocumentNumbered>(subjects.numberDocument, { documentId }));
    expect(second.number).toBeGreaterThan(first['number'] as number);
    const {
      officer,
      approvedBy,
      number,
      reason: why,
    } = (await voidedKeys()).find(({ key }) => key === documentId) as Record<string, unknown>;
    expect({ officer, approvedBy, number, why }).toEqual({
      officer: officerId('Clerk', 'H99'),
      approvedBy: voiding.approvedBy,
      number: first['number'],
      why: voiding.reason,
    });
    const { events } = await province.store.readStream(book);
    expect(events.some(({ data }) => (data as { key: string }).key === outgoingKey(documentId, 2))).toBe(
      true,
    );
  });

  it('is finished at the book after a crash in between', async () => {
    const documentId = await brought('numbered');
    const caller = clerk.caller(randomUUID());
    const { meta, at } = commandMeta(
      caller,
      subjects.voidNumber,
      { target: { documentId }, body: voiding },
      clock,
    );
    const { agency, officer } = caller.actor;
    const command = { type: 'VoidDocumentNumber', agency, officer, ...voiding, at } as const;
    await transact(province.store, document, documentStream(documentId), command, meta);
    for await (const { data } of province.store.subscribeStream(book, {
      signal: AbortSignal.timeout(20_000),
    })) {
      if ((data as { key: string }).key === documentId && 'approvedBy' in (data as object)) break;
    }
    expect((await voidedKeys()).map(({ key }) => key)).toContain(documentId);
  });

  it.each<[string, Stage, object, string]>([
    [
      'without a leader',
      'numbered',
      { ...voiding, approvedBy: officerId('Clerk', 'H99') },
      'approver-not-a-leader',
    ],
    ['before there is a number', 'signed', voiding, 'not-numbered-yet'],
    ['after the issue', 'issued', voiding, 'already-issued'],
  ])('is refused %s', async (_, stage, body, refused) => {
    const documentId = await brought(stage);
    const before = await own(documentId);
    expect(await clerk.command(subjects.voidNumber, { documentId }, body)).toMatchObject({ refused });
    expect(await own(documentId)).toEqual(before);
  });
});

describe('RecallOrdered, RecallSettled', () => {
  it('asks every delivery back, freezes the document and is settled when every delivery has its end', async () => {
    const documentId = await arrived(['H99.1', 'H99.2', 'H99.3']);
    const refusal = { reasonCode: 'mis-sent', reason: 'Gửi nhầm' };
    accepted(await atRecipient('H99.1', subjects.refuseReceipt, documentId, refusal));
    accepted(await leader.command(subjects.orderRecall, { documentId }, { reason }));
    const update = { reason, urgency: 'flash' };
    expect(await clerk.command(subjects.updateDocument, { documentId }, update)).toMatchObject({
      refused: 'being-recalled',
    });
    await fact(documentId, 'H99.2', 'RecallRequested');
    accepted(await atRecipient('H99.2', subjects.agreeToRecall, documentId));
    await fact(documentId, 'H99.3', 'RecallRequested');
    accepted(await atRecipient('H99.3', subjects.refuseRecall, documentId, { reason: 'Đã thực hiện' }));
    const dispute = { outcome: 'kept', decision: '20/QĐ-UBND' };
    const target = { documentId, agency: 'H99.3' };
    accepted(await leader.command(subjects.closeRecallDispute, target, dispute));
    expect(await dataOf(documentId, 'RecallSettled')).toMatchObject({
      cancelled: ['H99.2'],
      kept: ['H99.1', 'H99.3'],
    });
    expect(await factsAt(documentId, 'H99.1')).not.toContain('RecallRequested');
    expect(await leader.command(subjects.orderRecall, { documentId }, { reason: 'Lần nữa' })).toMatchObject({
      refused: 'already-recalled',
    });
  });

  it('of documents whose every delivery was refused is settled at once', async () => {
    const documentId = await arrived(['H99.4']);
    const refusal = { reasonCode: 'not-competent', reason: 'Không đúng thẩm quyền' };
    accepted(await atRecipient('H99.4', subjects.refuseReceipt, documentId, refusal));
    accepted(await leader.command(subjects.orderRecall, { documentId }, { reason }));
    expect(await dataOf(documentId, 'RecallSettled')).toMatchObject({ cancelled: [], kept: ['H99.4'] });
  });

  it('is taken back before it was settled, at every delivery too', async () => {
    const documentId = await arrived(['H99.1']);
    accepted(await leader.command(subjects.orderRecall, { documentId }, { reason }));
    await fact(documentId, 'H99.1', 'RecallRequested');
    accepted(await leader.command(subjects.withdrawRecallOrder, { documentId }, { reason: 'Đã xác minh' }));
    await fact(documentId, 'H99.1', 'RecallRequestWithdrawn');
    expect(await atRecipient('H99.1', subjects.agreeToRecall, documentId)).toMatchObject({
      refused: 'no-recall-pending',
    });
    accepted(await atRecipient('H99.1', subjects.acceptReceipt, documentId));
  });

  it('asks only those it names', async () => {
    const documentId = await arrived(['H99.1', 'H99.2']);
    const order = (recipients: string[]) =>
      leader.command(subjects.orderRecall, { documentId }, { reason, recipients });
    expect(await order(['H99.4'])).toMatchObject({ refused: 'not-a-recipient' });
    accepted(await order(['H99.2']));
    await fact(documentId, 'H99.2', 'RecallRequested');
    accepted(await atRecipient('H99.2', subjects.agreeToRecall, documentId));
    expect(await dataOf(documentId, 'RecallSettled')).toMatchObject({ cancelled: ['H99.2'], kept: [] });
    expect(await factsAt(documentId, 'H99.1')).toEqual(['DeliveryRequested', 'DocumentArrived']);
  });
});

it('ReplacementIssued: the old document names the new one, which takes its place where it is accepted', async () => {
  const old = await arrived(['H99.1']);
  accepted(await atRecipient('H99.1', subjects.acceptReceipt, old));
  const replacement = await arrived(['H99.1'], { replaces: old });
  expect(await dataOf(old, 'ReplacementIssued')).toMatchObject({ replacement: { documentId: replacement } });
  expect((await fact(replacement, 'H99.1', 'DeliveryRequested')).data).toMatchObject({
    replaces: { documentId: old },
  });
  accepted(await atRecipient('H99.1', subjects.acceptReceipt, replacement));
  await fact(old, 'H99.1', 'DocumentSuperseded');
  expect(await leader.command(subjects.orderRecall, { documentId: old }, { reason })).toMatchObject({
    refused: 'already-replaced',
  });
  const second = await draftOf({ replaces: old });
  expect(await drafter.command(subjects.draftDocument, {}, second)).toMatchObject({
    refused: 'replaced-document-not-issued',
  });
});

it('a replacement whose document was recalled meanwhile is not issued', async () => {
  const old = await arrived(['H99.1']);
  const documentId = await brought('registered', ['H99.1'], { replaces: old });
  accepted(await leader.command(subjects.orderRecall, { documentId: old }, { reason }));
  expect(
    await clerk.command(subjects.issueDocument, { documentId }, { recipients: ['H99.1'] }),
  ).toMatchObject({
    refused: 'replaced-document-not-issued',
  });
});

it('CorrectionIssued: the corrected document names the letter and stands', async () => {
  const wrong = await arrived(['H99.1'], { documentType: 'QD' });
  const letter = await arrived(['H99.1'], { corrects: wrong });
  expect(await dataOf(wrong, 'CorrectionIssued')).toMatchObject({ correction: { documentId: letter } });
  accepted(await atRecipient('H99.1', subjects.acceptReceipt, wrong));
});

describe('UpdateIssued', () => {
  it('asks the deliveries for the changes, begins deliveries for added recipients and asks removed ones back', async () => {
    const documentId = await arrived(['H99.1', 'H99.2']);
    const changes = { subject: 'Trích yếu đã sửa', dueDate: '2030-01-31' };
    const recipients = { addRecipients: ['H99.3'], removeRecipients: ['H99.2'] };
    const update = { reason: 'Bổ sung', ...changes, ...recipients };
    accepted(await clerk.command(subjects.updateDocument, { documentId }, update));
    expect((await fact(documentId, 'H99.1', 'UpdateRequested')).data).toMatchObject({ changes });
    expect((await fact(documentId, 'H99.3', 'DeliveryRequested')).data).toMatchObject(changes);
    expect((await fact(documentId, 'H99.2', 'RecallRequested')).data).toMatchObject({ form: 'take-back' });
    accepted(await atRecipient('H99.1', subjects.agreeToUpdate, documentId));
    expect(await factsAt(documentId, 'H99.2')).not.toContain('UpdateRequested');
  });

  it('asks for the second one when the first was answered', async () => {
    const documentId = await arrived(['H99.1']);
    const update = (body: object) =>
      clerk.command(subjects.updateDocument, { documentId }, { reason: 'Sửa', ...body });
    accepted(await update({ urgency: 'urgent' }));
    await fact(documentId, 'H99.1', 'UpdateRequested');
    accepted(await update({ urgency: 'flash' }));
    accepted(await atRecipient('H99.1', subjects.refuseUpdate, documentId, { reason: 'Chưa rõ' }));
    const second = await province.waitFor(deliveryStream({ documentId, to: 'H99.1' }), 'UpdateRequested', 2);
    expect(second.data).toMatchObject({ changes: { urgency: 'flash' } });
  });

  it.each<[string, object, string]>([
    ['an unknown recipient', { addRecipients: ['H77'] }, 'unknown-recipient'],
    ['one that has it', { addRecipients: ['H99.1'] }, 'already-a-recipient'],
    ['the sender', { addRecipients: ['H99'] }, 'sender-among-recipients'],
    ['taking it from everybody', { removeRecipients: ['H99.1'] }, 'no-recipient-left'],
    ['nothing new', { urgency: 'normal' }, 'nothing-to-update'],
  ])('is refused with %s', async (_, body, refused) => {
    const documentId = await brought('issued');
    const before = await own(documentId);
    const update = { reason: 'Sửa', ...body };
    expect(await clerk.command(subjects.updateDocument, { documentId }, update)).toMatchObject({ refused });
    expect(await own(documentId)).toEqual(before);
  });
});

it('another agency is told that there is no such document, whatever it tries', async () => {
  const documentId = await brought('issued');
  const before = await own(documentId);
  const tries: [Subject, object][] = [
    [subjects.sealDocument, {}],
    [subjects.registerDocument, entry],
    [subjects.voidNumber, voiding],
    [subjects.orderRecall, { reason }],
    [subjects.withdrawRecallOrder, { reason }],
    [subjects.updateDocument, { reason, urgency: 'flash' }],
  ];
  for (const [subject, body] of tries) {
    expect(await atRecipient('H99.1', subject, documentId, body)).toMatchObject({ refused: 'not-found' });
  }
  expect(await own(documentId)).toEqual(before);
});
