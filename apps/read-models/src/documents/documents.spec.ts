import { randomUUID } from 'node:crypto';
import type { DocumentView, InboxQuery, SearchQuery, TodoQuery } from '@contracts';
import { delivery, deliveryCodec, type DeliveryCommand, deliveryStream } from '@domain/delivery';
import { Scribe } from '../../../../test/flows/scribe';
import { answered, paged, ToldRows } from '../../../../test/flows/told-rows';
import {
  closed,
  issuedWith,
  refusedSecret,
  silent,
  tryAnything,
  wholeExchange,
} from '../../../../test/flows/whole-exchange';
import { ContentAccessHandler, ContentAccessOf } from '../content-access/content-access.query';
import { DocumentByParty, DocumentByPartyHandler } from '../document-by-party/document-by-party.query';
import {
  ElectronicExchangeHandler,
  ElectronicExchangeIn,
} from '../electronic-exchange/electronic-exchange.query';
import { InboxHandler, InboxOf } from '../inbox/inbox.query';
import { InboxCountsHandler, InboxCountsOf } from '../inbox-counts/inbox-counts.query';
import { OutboxHandler, OutboxOf } from '../outbox/outbox.query';
import { ConversationHandler, ConversationOf } from '../related/conversation.query';
import { LineageHandler, LineageOf } from '../related/lineage.query';
import { SearchFor, SearchHandler } from '../search/search.query';
import { TodoHandler, TodoOf } from '../todo/todo.query';

const notFound = { ok: false, context: 'document', refused: 'not-found' };
const clerk = { by: 'H99.2', officer: 'vt.02' };
const sender = { by: 'H99.1', officer: 'vt.01' };

const told = new ToldRows();
told.onDatabase({
  'a document': theDocument,
  'its deliveries': theDeliveries,
  'the inbox': theInbox,
  'what is to do': theTodo,
  'a search': theSearch,
  'documents together': theRelated,
  'a closed agency': theSuccession,
  secrets: theSecrets,
});

const document = async (documentId: string, agency: string) =>
  new DocumentByPartyHandler(told.reads, told.parties, told.clock, told.terms).execute(
    new DocumentByParty(documentId, agency, {}),
  );
const view = async (documentId: string, agency: string): Promise<DocumentView> => {
  await told.projected();
  return answered(await document(documentId, agency));
};
const deliveryAt = async (documentId: string, to = 'H99.2') =>
  (await view(documentId, 'H99.1')).deliveries.find(({ agency }) => agency === to);
const inbox = (agency: string, page: InboxQuery = {}) =>
  new InboxHandler(told.reads, told.parties).execute(new InboxOf(agency, page));

function theDocument(): void {
  it('shows what its sender did to it, and to others only what concerns them', async () => {
    const { recalled, taken, updated } = await wholeExchange(told.scribe);
    const sent = await view(recalled, 'H99.1');
    expect(sent).toMatchObject({
      state: 'Recalled',
      signedBy: 'ld.01',
      filedBy: 'Văn phòng',
      copies: 0,
      recall: { reason: 'Ban hành sai thẩm quyền', recipients: 2, cancelled: 1, kept: 1 },
    });
    for (const moment of [
      'draftedAt',
      'signedAt',
      'numberedAt',
      'sealedAt',
      'registeredAt',
      'issuedAt',
    ] as const) {
      expect(sent[moment]).toMatch(/Z$/);
    }
    const received = await view(recalled, 'H99.2');
    expect(received).toMatchObject({
      state: 'Recalled',
      signedBy: 'ld.01',
      deliveries: [{ agency: 'H99.2' }],
    });
    for (const name of ['recall', 'filedBy', 'copies', 'sendBy', 'late'])
      expect(received).not.toHaveProperty(name);
    expect(await view(taken, 'H99.1')).toMatchObject({
      state: 'Draft',
      numberVoided: { approvedBy: 'ld.01' },
    });
    expect(await view(taken, 'H99.1')).not.toHaveProperty('symbol');
    expect(await view(updated, 'H99.1')).toMatchObject({
      subject: 'Trích yếu đã cập nhật',
      urgency: 'urgent',
      dueDate: '2026-12-05',
      update: { added: 0, removed: 0 },
    });
  });

  it('names what replaced and corrected it', async () => {
    const { replaced } = await wholeExchange(told.scribe);
    expect(await view(replaced, 'H99.1')).toMatchObject({
      state: 'Replaced',
      replacedBy: { agency: 'H99.1', symbol: '99/BC-H99-1' },
      deliveries: [{ state: 'Superseded', supersededBy: { symbol: '99/BC-H99-1' } }],
    });
  });

  it('shows of a long history the newest steps', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2']);
    await told.scribe.arrive(documentId, 'H99.2');
    for (let i = 0; i < 30; i++) {
      const recall = { ...sender, form: 'take-back', reason: `lần ${i}` } as const;
      await told.scribe.onDelivery(documentId, 'H99.2', { type: 'RequestRecall', ...recall });
      await told.scribe.onDelivery(documentId, 'H99.2', {
        type: 'WithdrawRecallRequest',
        ...sender,
        reason: 'Thôi',
      });
    }
    const { history = [], state } = (await deliveryAt(documentId)) ?? {};
    expect(state).toBe('Arrived');
    expect(history).toHaveLength(51);
    expect(history.slice(-2)).toMatchObject([
      { fact: 'RecallRequested', state: 'RecallPending', reason: 'lần 29' },
      { fact: 'RecallRequestWithdrawn', state: 'Arrived' },
    ]);
  });
}

function theDeliveries(): void {
  it('say whose move it is and until when', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2']);
    const { onDelivery } = told.scribe;
    const on = onDelivery.bind(told.scribe, documentId, 'H99.2');
    const awaited = async () => (await deliveryAt(documentId))?.awaiting;
    const dueAt = expect.stringMatching(/^2026-11-2\d/);
    expect(await awaited()).toEqual({ from: 'H99.2', what: 'arrival', dueAt });
    const failure = { reasonCode: 'axis-timeout', reason: 'Không kết nối' };
    await on({ type: 'RecordFailure', ...failure });
    expect(await awaited()).toEqual({ from: 'H99.1', what: 'retry-or-cancellation' });
    expect(await deliveryAt(documentId)).toMatchObject({ state: 'Failed', failure });
    await on({ type: 'RetryDelivery', ...sender });
    await told.scribe.arrive(documentId, 'H99.2');
    expect(await awaited()).toEqual({ from: 'H99.2', what: 'receipt', dueAt });
    await told.scribe.accept(documentId, 'H99.2');
    expect(await awaited()).toEqual({ from: 'H99.2', what: 'assignment', dueAt });
    const assignment = { by: 'H99.2', officer: 'ld.02', assignee: 'cv.02', coordinating: [] };
    await on({ type: 'AssignProcessing', ...assignment, dueDate: '2026-12-01' });
    expect(await awaited()).toEqual({ from: 'H99.2', what: 'start', dueAt: '2026-12-01T16:59:59.999Z' });
    await on({ type: 'RequestRecall', ...sender, form: 'take-back', reason: 'Nhầm' });
    expect(await awaited()).toMatchObject({ from: 'H99.2', what: 'recall-answer' });
    await on({ type: 'RefuseRecall', ...clerk, reason: 'Đã xử lý' });
    expect(await awaited()).toEqual({ from: 'H99.1', what: 'dispute-closing' });
    const closing = { outcome: 'kept', decision: '12/QĐ-UBND' } as const;
    await on({ type: 'CloseRecallDispute', ...sender, ...closing });
    expect(await deliveryAt(documentId)).toMatchObject({
      state: 'Assigned',
      recall: { form: 'take-back', answer: { agreed: false, reason: 'Đã xử lý' }, dispute: closing },
    });
    await on({ type: 'StartProcessing', by: 'H99.2', officer: 'cv.02' });
    await on({ type: 'CompleteProcessing', by: 'H99.2', officer: 'cv.02', result: 'Xong' });
    expect(await awaited()).toBeUndefined();
  });

  it('stand where their decider has them, counted as they stand, whatever happens', async () => {
    const recipients = ['H99.2', 'H99.3'];
    const documents = [
      await told.scribe.issued('H99.1', recipients),
      await told.scribe.issued('H99.1', recipients),
      await issuedWith(told.scribe, 'H99.1', recipients, { dueDate: '2026-12-01' }),
    ];
    await tryAnything(told.scribe, documents, recipients, 20261122);
    await told.projected();
    const counts: Record<string, number> = {};
    for (const documentId of documents) {
      for (const to of recipients) {
        const state = folded(documentId, to);
        const found = await deliveryAt(documentId, to);
        expect(found?.state).toBe(state);
        expect(found?.history.at(-1)?.state).toBe(state);
        if (found?.arrivedAt !== undefined && to === 'H99.2') counts[state] = (counts[state] ?? 0) + 1;
      }
    }
    const counter = new InboxCountsHandler(told.reads, told.parties);
    expect(answered(await counter.execute(new InboxCountsOf('H99.2'))).states).toEqual(counts);
    const { rows } = answered(await inbox('H99.2'));
    expect(rows).toHaveLength(Object.values(counts).reduce((sum, count) => sum + count, 0));
  });

  it('keep what was not done in time, and are overdue until it is done', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2']);
    await told.scribe.arrive(documentId, 'H99.2');
    await silent(told.scribe, documentId, 'H99.2', 'SameDayReceiptMissed');
    expect(await deliveryAt(documentId)).toMatchObject({
      overdue: true,
      silences: [{ silence: 'SameDayReceiptMissed' }],
    });
    await told.scribe.accept(documentId, 'H99.2');
    expect(await deliveryAt(documentId)).toMatchObject({ overdue: false, silences: [{}] });
  });

  it('keep each silence, and are not late for a date that was put off', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2']);
    const on = (command: object) => told.scribe.onDelivery(documentId, 'H99.2', command as DeliveryCommand);
    const assign = (type: string, dueDate: string) =>
      on({
        type,
        by: 'H99.2',
        officer: 'ld.02',
        assignee: 'cv.02',
        coordinating: [],
        reason: 'Gia hạn',
        dueDate,
      });
    await told.scribe.arrive(documentId, 'H99.2');
    await told.scribe.accept(documentId, 'H99.2');
    const since = told.scribe.at;
    await assign('AssignProcessing', '2026-11-27');
    const record = (silence: string, dueAt: string) =>
      on({ type: 'RecordSilence', silence, dueAt, since, calendarVersion: 'vn-1' });
    await record('DueDateNear', '2026-11-26T00:00:00.000Z');
    await record('DueDateNear', '2026-11-25T00:00:00.000Z');
    // By hours that were set at the time: what was recorded stands.
    await record('DueDatePassed', '2026-11-27T10:00:00.000Z');
    const silences = [
      { silence: 'DueDateNear', dueAt: '2026-11-25T00:00:00.000Z', since },
      { silence: 'DueDateNear', dueAt: '2026-11-26T00:00:00.000Z', since },
      { silence: 'DueDatePassed', dueAt: '2026-11-27T10:00:00.000Z', since },
    ];
    expect(await deliveryAt(documentId)).toMatchObject({
      overdue: true,
      silences,
      awaiting: { what: 'start', dueAt: '2026-11-27T10:00:00.000Z' },
    });
    await assign('ReassignProcessing', '2026-11-27');
    expect(await deliveryAt(documentId)).toMatchObject({ overdue: true });
    await assign('ReassignProcessing', '2026-12-01');
    expect(await deliveryAt(documentId)).toMatchObject({
      overdue: false,
      silences,
      awaiting: { what: 'start', dueAt: '2026-12-01T16:59:59.999Z' },
    });
  });

  it('that are cancelled on recall keep card and number, and lose their bytes', async () => {
    const sha256 = 'cd'.repeat(32);
    const documentId = await told.scribe.issued('H99.1', ['H99.2'], 'Có tệp', { sha256 });
    await told.scribe.arrive(documentId, 'H99.2');
    await told.scribe.accept(documentId, 'H99.2');
    const access = (agency: string) =>
      new ContentAccessHandler(told.reads, told.parties).execute(
        new ContentAccessOf(documentId, sha256, agency),
      );
    await told.projected();
    expect(await access('H99.2')).toMatchObject({ ok: true });
    await told.scribe.onDelivery(documentId, 'H99.2', {
      type: 'RequestRecall',
      ...sender,
      form: 'formal',
      reason: 'Sai',
    });
    await told.scribe.onDelivery(documentId, 'H99.2', { type: 'AgreeToRecall', ...clerk });
    const seen = await view(documentId, 'H99.2');
    expect(seen).toMatchObject({ contents: [{ sha256 }], deliveries: [{ state: 'Cancelled', number: 1 }] });
    expect(await access('H99.2')).toMatchObject({ ok: false, refused: 'not-found' });
    expect(await access('H99.1')).toMatchObject({ ok: true });
  });
}

/** The state a delivery's own decider folds its facts to. */
function folded(documentId: string, to: string): string {
  const stream = deliveryStream({ documentId, to });
  const state = told.chronicle.events
    .filter((event) => event.stream === stream)
    .reduce((before, stored) => {
      const event = deliveryCodec.decode(stored);
      if (typeof event === 'string') throw new Error(event);
      return delivery.decider.evolve(before, event);
    }, delivery.decider.initial);
  return state.status;
}

function theInbox(): void {
  it('is filtered by state, sender, urgency, day and what is overdue', async () => {
    const first = await told.scribe.issued('H99.1', ['H99.2']);
    const second = await told.scribe.issued('H99.3', ['H99.2']);
    const urgent = await issuedWith(told.scribe, 'H99.3', ['H99.2'], { urgency: 'flash' });
    for (const documentId of [first, second]) await told.scribe.arrive(documentId, 'H99.2');
    await silent(told.scribe, second, 'H99.2', 'SameDayReceiptMissed');
    await told.scribe.accept(first, 'H99.2');
    await told.projected();
    const found = async (page: InboxQuery) =>
      answered(await inbox('H99.2', page)).rows.map(({ documentId }) => documentId);
    expect(await found({})).toEqual([second, first, urgent]);
    expect(await found({ state: 'Accepted' })).toEqual([first]);
    expect(await found({ sender: 'H99.3' })).toEqual([second, urgent]);
    expect(await found({ urgency: 'flash' })).toEqual([urgent]);
    expect(await found({ overdue: true })).toEqual([second]);
    expect(await found({ overdue: false, sender: 'H99.3' })).toEqual([urgent]);
    expect(await found({ fromDate: '2026-11-22', toDate: '2026-11-22' })).toHaveLength(3);
    expect(await found({ toDate: '2026-11-21' })).toEqual([]);
    expect(await found({ fromDate: '2026-11-23' })).toEqual([]);
    const counter = new InboxCountsHandler(told.reads, told.parties);
    expect(answered(await counter.execute(new InboxCountsOf('H99.2')))).toEqual({
      states: { Accepted: 1, Arrived: 2 },
      overdue: 1,
      urgent: 1,
    });
  });
}

function theTodo(): void {
  type Role = 'Clerk' | 'Leader' | 'Specialist' | 'Drafter';
  const todo = (role: Role, page: TodoQuery = {}, agency = 'H99.1') => {
    const asker = { agency, officer: role === 'Specialist' ? 'cv.02' : 'vt.01', role };
    return new TodoHandler(told.reads, told.parties, told.desks, told.clock).execute(new TodoOf(asker, page));
  };
  const tasks = async (...asked: Parameters<typeof todo>) =>
    Object.fromEntries(
      answered(await todo(...asked)).tasks.map(({ task, rows }) => [task, rows.map((row) => row.documentId)]),
    );

  it('follows a document through the hands of its agency', async () => {
    const draft = randomUUID();
    const card = { documentType: 'BC', subject: 'Dự thảo', urgency: 'normal', contents: [] } as const;
    await told.scribe.onDocument(draft, {
      type: 'DraftDocument',
      documentId: draft,
      agency: 'H99.1',
      ...card,
    });
    const numbered = await told.scribe.numbered('H99.1');
    const registered = await told.scribe.numbered('H99.1');
    await told.scribe.registered(registered, 'H99.1');
    await told.projected();
    const nothingElse = { assign: [], dispute: [], 'follow-dispute': [], 'hand-over': [] };
    expect(await tasks('Leader')).toMatchObject({ sign: [draft], ...nothingElse });
    expect(await tasks('Drafter')).toEqual({ correct: [], draft: [draft] });
    expect(await tasks('Clerk')).toMatchObject({
      number: [],
      seal: [numbered],
      register: [],
      issue: [registered],
    });
  });

  it('puts a returned draft on the desk of its drafter, and once corrected before the leader again', async () => {
    const id = randomUUID();
    const card = { documentType: 'BC', subject: 'Báo cáo quý', urgency: 'normal', contents: [] } as const;
    const own = { agency: 'H99.1' };
    await told.scribe.onDocument(id, {
      type: 'DraftDocument',
      documentId: id,
      ...own,
      ...card,
      pageAmount: 3,
    });
    await told.scribe.onDocument(id, { type: 'ReturnDraft', ...own, opinion: 'Thiếu số liệu' });
    await told.projected();
    expect(await tasks('Leader')).toMatchObject({ sign: [] });
    expect(await tasks('Drafter')).toEqual({ correct: [id], draft: [] });
    const asker = { agency: 'H99.1', officer: 'cv.09', role: 'Drafter' };
    const todoOfAnother = new TodoHandler(told.reads, told.parties, told.desks, told.clock);
    expect(answered(await todoOfAnother.execute(new TodoOf(asker, {}))).tasks).toMatchObject([
      { task: 'correct', count: 0 },
      { task: 'draft', count: 0 },
    ]);
    const returned = { officer: 'vt.01', opinion: 'Thiếu số liệu' };
    expect(await view(id, 'H99.1')).toMatchObject({ state: 'Returned', draftedBy: 'vt.01', returned });
    const drafts = new OutboxOf('H99.1', {}, ['Draft', 'Returned']);
    const outbox = new OutboxHandler(told.reads, told.parties);
    expect(answered(await outbox.execute(drafts)).rows).toMatchObject([
      { documentId: id, state: 'Returned' },
    ]);

    const { subject: _, ...kept } = card;
    await told.scribe.onDocument(id, { type: 'CorrectDraft', ...own, ...kept, subject: 'Báo cáo năm' });
    await told.projected();
    expect(await tasks('Leader')).toMatchObject({ sign: [id] });
    expect(await tasks('Drafter')).toEqual({ correct: [], draft: [id] });
    const corrected = await view(id, 'H99.1');
    expect(corrected).toMatchObject({ state: 'Draft', subject: 'Báo cáo năm' });
    for (const gone of ['returned', 'pageAmount']) expect(corrected).not.toHaveProperty(gone);
    expect(corrected.history).toMatchObject([
      { fact: 'DocumentDrafted', state: 'Draft', officer: 'vt.01' },
      { fact: 'DraftReturned', state: 'Returned', opinion: 'Thiếu số liệu' },
      { fact: 'DraftCorrected', state: 'Draft' },
    ]);

    await told.scribe.onDocument(id, { type: 'DiscardDraft', ...own, reason: 'Không còn cần' });
    expect(await view(id, 'H99.1')).toMatchObject({
      state: 'Discarded',
      discarded: { officer: 'vt.01', reason: 'Không còn cần' },
    });
    expect(await tasks('Drafter')).toEqual({ correct: [], draft: [] });
    expect(answered(await outbox.execute(drafts)).rows).toEqual([]);
  });

  it('takes the signature of a signed draft back that is returned', async () => {
    const id = randomUUID();
    const card = { documentType: 'BC', subject: 'Đã ký', urgency: 'normal', contents: [] } as const;
    const own = { agency: 'H99.1' };
    await told.scribe.onDocument(id, { type: 'DraftDocument', documentId: id, ...own, ...card });
    await told.scribe.onDocument(id, { type: 'SignDocument', ...own, authority: 'head', position: 'GĐ' });
    await told.scribe.onDocument(id, { type: 'ReturnDraft', ...own, opinion: 'Sai căn cứ', byLeader: true });
    const returned = await view(id, 'H99.1');
    expect(returned).toMatchObject({ state: 'Returned', returned: { opinion: 'Sai căn cứ' } });
    for (const gone of ['signedBy', 'signedAt', 'authority', 'sendBy'])
      expect(returned).not.toHaveProperty(gone);
    expect(await tasks('Clerk')).toMatchObject({ number: [], 'send-by-near': [] });
  });

  it('names what came in and waits for somebody here', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const documentId = await told.scribe.issued('H99.2', ['H99.1']);
      await told.scribe.arrive(documentId, 'H99.1');
      ids.push(documentId);
    }
    const [waiting, accepted, assigned] = ids as [string, string, string];
    const on = (documentId: string, command: object) =>
      told.scribe.onDelivery(documentId, 'H99.1', command as DeliveryCommand);
    await told.scribe.accept(accepted, 'H99.1');
    await told.scribe.accept(assigned, 'H99.1');
    const given = { by: 'H99.1', officer: 'ld.01', assignee: 'cv.02', coordinating: [] };
    await on(assigned, { type: 'AssignProcessing', ...given });
    const failed = await told.scribe.issued('H99.1', ['H99.3']);
    await told.scribe.onDelivery(failed, 'H99.3', {
      type: 'RecordFailure',
      reasonCode: 'axis',
      reason: 'Lỗi',
    });
    await told.projected();
    expect(await tasks('Clerk')).toMatchObject({ receive: [waiting], 'failed-delivery': [failed] });
    expect(await tasks('Leader')).toMatchObject({ assign: [accepted] });
    expect(await tasks('Specialist')).toMatchObject({ work: [assigned] });
    await on(accepted, {
      type: 'RequestRecall',
      by: 'H99.2',
      officer: 'vt.02',
      form: 'take-back',
      reason: 'Nhầm',
    });
    await told.projected();
    expect(await tasks('Clerk')).toMatchObject({ 'answer-recall': [accepted] });
    expect(await tasks('Leader')).toMatchObject({ assign: [] });
  });

  it('tells the leaders of both sides of a refused recall, until it is closed', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2']);
    await told.scribe.arrive(documentId, 'H99.2');
    const on = (command: object) => told.scribe.onDelivery(documentId, 'H99.2', command as DeliveryCommand);
    await on({ type: 'RequestRecall', ...sender, form: 'formal', reason: 'Sai thẩm quyền' });
    await on({ type: 'RefuseRecall', ...clerk, reason: 'Đã xử lý' });
    const both = async () => {
      await told.projected();
      const at = (agency: string) => todo('Leader', {}, agency);
      return (await Promise.all(['H99.1', 'H99.2'].map(at))).map((reply) =>
        answered(reply).tasks.flatMap(({ rows }) =>
          rows.map(({ task, agency }) => ({ task, documentId, agency })),
        ),
      );
    };
    expect(await both()).toEqual([
      [{ task: 'dispute', documentId, agency: 'H99.2' }],
      [{ task: 'follow-dispute', documentId, agency: 'H99.1' }],
    ]);
    await on({ type: 'CloseRecallDispute', ...sender, outcome: 'kept', decision: '12/QĐ-UBND' });
    expect(await both()).toEqual([[], []]);
  });

  it('pages one task, and refuses one that is not of the role', async () => {
    const drafts: string[] = [];
    for (let i = 0; i < 5; i++) drafts.push(await told.scribe.numbered('H99.1'));
    await told.projected();
    const rows = await paged(async (page) => {
      const reply = await todo('Clerk', { task: 'seal', limit: 2, ...page });
      if (!reply.ok) return reply;
      const [list] = reply.answer.tasks;
      expect(list?.count).toBe(5);
      return {
        ok: true,
        answer: { rows: list?.rows ?? [], ...(list?.next === undefined ? {} : { next: list.next }) },
      };
    });
    expect(rows.map(({ documentId }) => documentId)).toEqual(drafts);
    expect(await todo('Leader', { task: 'seal' })).toMatchObject({ ok: false, refused: 'malformed' });
  });
}

function theSearch(): void {
  const found = async (agency: string, page: SearchQuery) =>
    (
      await paged((cursor) =>
        new SearchHandler(told.reads, told.parties).execute(new SearchFor(agency, { ...cursor, ...page })),
      )
    ).map(({ documentId }) => documentId);

  it('finds by words with or without marks, by number, symbol, agency, date and state', async () => {
    const flood = await told.scribe.issued(
      'H99.1',
      ['H99.2', 'H99.3'],
      'Về việc điều động lực lượng chống bão lụt',
    );
    const report = await told.scribe.issued('H99.1', ['H99.3'], 'Báo cáo quý IV về Điều kiện làm việc');
    await told.scribe.arrive(flood, 'H99.2');
    await told.scribe.accept(flood, 'H99.2');
    await told.projected();
    for (const text of ['dieu dong', 'ĐIỀU ĐỘNG', 'động điều', 'lut bao', 'dieu do']) {
      expect(await found('H99.1', { text })).toEqual([flood]);
    }
    expect(await found('H99.1', { text: 'điều', limit: 1 })).toEqual([report, flood]);
    expect(await found('H99.1', { text: 'khong co' })).toEqual([]);
    expect(await found('H99.2', { text: 'dieu' })).toEqual([flood]);
    expect(await found('H99.3', { text: 'dieu' })).toEqual([]);
    expect(await found('H99.1', { symbol: '2/bc-h99-1' })).toEqual([report]);
    expect(await found('H99.1', { number: 2 })).toEqual([report]);
    expect(await found('H99.2', { number: 1, state: 'Accepted', direction: 'in' })).toEqual([flood]);
    expect(await found('H99.2', { agency: 'H99.1' })).toEqual([flood]);
    expect(await found('H99.1', { agency: 'H99.2' })).toEqual([flood]);
    expect(await found('H99.1', { text: 'dieu', toDate: '2026-11-21' })).toEqual([]);
    expect(await found('H99.1', { text: 'dieu', state: 'Draft' })).toEqual([]);
  });

  it('refuses to look for nothing', async () => {
    const search = (page: SearchQuery) =>
      new SearchHandler(told.reads, told.parties).execute(new SearchFor('H99.1', page));
    expect(await search({})).toMatchObject({ refused: 'malformed' });
    expect(await search({ text: '-- !' })).toMatchObject({ errors: [{ pointer: '/body/text' }] });
  });

  it('finds no document by a number that was taken back', async () => {
    const { taken } = await wholeExchange(told.scribe);
    await told.projected();
    const { rows } = answered(
      await new OutboxHandler(told.reads, told.parties).execute(new OutboxOf('H99.1', {}, ['Draft'])),
    );
    expect(rows).toMatchObject([{ documentId: taken }]);
    expect(await found('H99.1', { text: 'bị hủy số' })).toEqual([taken]);
    expect(await found('H99.1', { number: 6 })).not.toContain(taken);
  });
}

function theRelated(): void {
  const conversation = async (documentId: string, agency: string) =>
    new ConversationHandler(told.reads, told.parties, told.clock).execute(
      new ConversationOf(documentId, agency),
    );
  const lineage = async (documentId: string, agency: string) =>
    new LineageHandler(told.reads, told.parties).execute(new LineageOf(documentId, agency));

  it('show requests and replies both ways, in time or late', async () => {
    const request = await issuedWith(told.scribe, 'H99.1', ['H99.2', 'H99.3'], { dueDate: '2026-11-22' });
    const { symbol = '' } = await view(request, 'H99.1');
    const responseFor = [{ documentId: request, agency: 'H99.1', symbol }];
    const reply = await issuedWith(told.scribe, 'H99.2', ['H99.1'], { responseFor });
    await told.projected();
    expect(await deliveryAt(request)).toMatchObject({ reply: { standing: 'in-time', documentId: reply } });
    expect(await deliveryAt(request, 'H99.3')).toMatchObject({ reply: { standing: 'open' } });
    expect(await view(request, 'H99.1')).toMatchObject({ answeredBy: [{ documentId: reply }] });
    expect((await view(request, 'H99.3')).answeredBy).toEqual([]);
    expect(await view(reply, 'H99.1')).toMatchObject({ responseFor });

    told.now = '2026-11-23T01:00:00.000Z';
    const lateReply = await issuedWith(new Scribe(told.chronicle, Date.parse(told.now)), 'H99.3', ['H99.1'], {
      responseFor,
    });
    await told.projected();
    for (const id of [request, reply]) {
      expect(answered(await conversation(id, 'H99.1'))).toMatchObject({
        documents: [{ documentId: request }, { documentId: reply }, { documentId: lateReply }],
        requests: [
          { documentId: request, recipient: 'H99.2', standing: 'in-time', reply },
          { documentId: request, recipient: 'H99.3', standing: 'late', reply: lateReply },
        ],
      });
    }
    expect(answered(await conversation(request, 'H99.2')).documents).toHaveLength(2);
    expect(await conversation(request, 'H99.4')).toEqual(notFound);
  });

  it('show what replaces, corrects and copies them, in chains', async () => {
    const first = await issuedWith(told.scribe, 'H99.1', ['H99.2'], {});
    const linkTo = async (documentId: string) => {
      const { symbol = '' } = await view(documentId, 'H99.1');
      return { documentId, agency: 'H99.1', symbol };
    };
    const second = await issuedWith(told.scribe, 'H99.1', ['H99.2'], { replaces: await linkTo(first) });
    const third = await issuedWith(told.scribe, 'H99.1', ['H99.2'], {
      documentType: 'CV',
      corrects: await linkTo(second),
    });
    const { agency, symbol } = await linkTo(second);
    const copyOf = { kind: 'SY', agency, symbol } as const;
    const copy = await issuedWith(told.scribe, 'H99.2', ['H99.3'], { copyOf });
    await told.projected();
    const { documents, relations } = answered(await lineage(first, 'H99.2'));
    expect(documents.map(({ documentId }) => documentId)).toEqual([first, second, third, copy]);
    expect(relations).toEqual(
      expect.arrayContaining([
        { from: second, to: first, kind: 'replacement' },
        { from: third, to: second, kind: 'correction' },
        { from: copy, to: second, kind: 'copy' },
      ]),
    );
    expect(answered(await lineage(copy, 'H99.3')).documents).toHaveLength(1);
    expect(answered(await lineage(third, 'H99.1')).documents).toHaveLength(3);
  });
}

function theSuccession(): void {
  it.each([[['H99.81', 'H99.2']], [['H99.2', 'H99.81']]])(
    'is nobody’s addressee when its successor was written to as well: %j',
    async (recipients) => {
      for (const code of ['H99.2', 'H99.81']) await told.scribe.register(code);
      const documentId = await told.scribe.numbered('H99.1');
      const forwarded = [{ from: 'H99.81', to: 'H99.2' }];
      await told.scribe.issue(documentId, 'H99.1', recipients, { forwarded });
      const { deliveries } = await view(documentId, 'H99.1');
      expect(deliveries.map(({ agency }) => agency)).toEqual(['H99.2']);
      expect(deliveries[0]).not.toHaveProperty('addressedTo');
    },
  );

  it('is read on by its successor from the day it ended, and by its own officers', async () => {
    for (const code of ['H99', 'H99.2', 'H99.3', 'H99.4']) await told.scribe.register(code);
    const incoming = await told.scribe.issued('H99.1', ['H99.2'], 'Gửi cơ quan cũ', {
      sha256: 'ee'.repeat(32),
    });
    await told.scribe.arrive(incoming, 'H99.2');
    const outgoing = await told.scribe.issued('H99.2', ['H99.1'], 'Của cơ quan cũ');
    await closed(told.scribe, 'H99.2', 'H99.3', '2026-11-22');
    await closed(told.scribe, 'H99.3', 'H99.4', '2026-12-01');
    await told.projected();
    for (const agency of ['H99.2', 'H99.3']) {
      const own = agency === 'H99.2' ? {} : { forAgency: 'H99.2' };
      expect(answered(await inbox(agency)).rows).toMatchObject([{ documentId: incoming, ...own }]);
      expect(await document(outgoing, agency)).toMatchObject({ answer: { ...own, state: 'Issued' } });
      const { rows } = answered(
        await new OutboxHandler(told.reads, told.parties).execute(new OutboxOf(agency, {})),
      );
      expect(rows).toMatchObject([{ documentId: outgoing, ...own }]);
      const access = new ContentAccessOf(incoming, 'ee'.repeat(32), agency);
      expect(await new ContentAccessHandler(told.reads, told.parties).execute(access)).toMatchObject({
        ok: true,
      });
    }
    expect(answered(await inbox('H99.2')).rows[0]).not.toHaveProperty('forAgency');
    expect(answered(await inbox('H99.4')).rows).toEqual([]);
    told.now = '2026-12-01T00:00:00.000Z';
    expect(answered(await inbox('H99.4')).rows).toMatchObject([{ documentId: incoming, forAgency: 'H99.2' }]);
  });
}

function theSecrets(): void {
  const exchange = async (year: number | undefined) =>
    answered(
      await new ElectronicExchangeHandler(told.reads, told.clock).execute(new ElectronicExchangeIn(year)),
    );

  it('lower the rate of electronic exchange by their count: 97 % and 3 %', async () => {
    for (let i = 0; i < 97; i++) await told.scribe.issued('H99.1', ['H99.2']);
    for (let i = 0; i < 3; i++) await refusedSecret(told.scribe, 'H99.1');
    await refusedSecret(told.scribe, 'H99.1', '2025-12-31');
    await told.projected();
    expect(await exchange(undefined)).toEqual({
      year: 2026,
      electronic: 97,
      refusedSecret: 3,
      rate: 97,
      eligibleRate: 100,
    });
    expect(await exchange(2025)).toMatchObject({ electronic: 0, refusedSecret: 1, rate: 0 });
    expect(await exchange(2024)).toEqual({ year: 2024, electronic: 0, refusedSecret: 0 });
  });
}
