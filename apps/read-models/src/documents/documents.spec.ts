import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { ReadStore } from '@adapters/read-store';
import type { DocumentView, InboxQuery, Page, QueryReply, SearchQuery, TodoQuery } from '@contracts';
import { delivery, deliveryCodec, type DeliveryCommand, deliveryStream } from '@domain/delivery';
import type { Clock } from '@runtime';
import { type OpenedStore, openLimitMs, readStores } from '../../../../test/flows/read-stores';
import { Chronicle, Scribe } from '../../../../test/flows/scribe';
import {
  closed,
  issuedWith,
  refusedSecret,
  silent,
  wholeExchange,
} from '../../../../test/flows/whole-exchange';
import { Parties } from '../asking/parties';
import { ContentAccessHandler, ContentAccessOf } from '../content-access/content-access.query';
import { DocumentByParty, DocumentByPartyHandler } from '../document-by-party/document-by-party.query';
import {
  ElectronicExchangeHandler,
  ElectronicExchangeIn,
} from '../electronic-exchange/electronic-exchange.query';
import { InboxHandler, InboxOf } from '../inbox/inbox.query';
import { InboxCountsHandler, InboxCountsOf } from '../inbox-counts/inbox-counts.query';
import { OutboxHandler, OutboxOf } from '../outbox/outbox.query';
import { openCheckpoint, projectBatch, startOver } from '../projector/project-batch';
import { projections } from '../questions';
import { migrations } from '../read-models.module';
import { ConversationHandler, ConversationOf } from '../related/conversation.query';
import { LineageHandler, LineageOf } from '../related/lineage.query';
import { SearchFor, SearchHandler } from '../search/search.query';
import { TodoHandler, TodoOf } from '../todo/todo.query';

const storeId = '5d0f6a52-1111-4222-8333-944455556666';
const notFound = { ok: false, context: 'document', refused: 'not-found' };
const clerk = { by: 'H99.2', officer: 'vt.02' };
const sender = { by: 'H99.1', officer: 'vt.01' };

let now = '2026-11-22T09:00:00.000Z';
const clock: Clock = { now: () => now };
let reads: ReadStore;
let parties: Parties;
let chronicle: Chronicle;
let scribe: Scribe;

describe.each(readStores)('on %s', (_, open) => {
  let opened: OpenedStore;
  beforeAll(async () => {
    opened = await open();
    ({ reads } = opened);
    parties = new Parties(reads, clock);
    await reads.migrate(migrations);
    await openCheckpoint(reads, storeId);
  }, openLimitMs);
  afterAll(async () => opened.close());
  beforeEach(async () => {
    await startOver(reads, projections);
    now = '2026-11-22T09:00:00.000Z';
    chronicle = new Chronicle();
    scribe = new Scribe(chronicle);
  });

  describe('a document', theDocument);
  describe('its legs', theLegs);
  describe('the inbox', theInbox);
  describe('what is to do', theTodo);
  describe('a search', theSearch);
  describe('documents together', theRelated);
  describe('a closed agency', theSuccession);
  describe('secrets', theSecrets);
});

async function projected(): Promise<void> {
  const { events, position } = chronicle;
  await projectBatch(reads, projections, { storeId, events, upTo: position });
}

function answered<A>(reply: QueryReply<A>): A {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  return reply.answer;
}

async function paged<Row>(
  ask: (page: { cursor?: string }) => Promise<QueryReply<Page<Row>>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let next: string | undefined, begun = false; !begun || next !== undefined; begun = true) {
    const answer = answered(await ask(next === undefined ? {} : { cursor: next }));
    rows.push(...answer.rows);
    next = answer.next;
  }
  return rows;
}

const document = async (documentId: string, agency: string) =>
  new DocumentByPartyHandler(reads, parties, clock).execute(new DocumentByParty(documentId, agency, {}));
const view = async (documentId: string, agency: string): Promise<DocumentView> => {
  await projected();
  return answered(await document(documentId, agency));
};
const leg = async (documentId: string, to = 'H99.2') =>
  (await view(documentId, 'H99.1')).legs.find(({ agency }) => agency === to);
const inbox = (agency: string, page: InboxQuery = {}) =>
  new InboxHandler(reads, parties).execute(new InboxOf(agency, page));

function theDocument(): void {
  it('shows what its sender did to it, and to others only what concerns them', async () => {
    const { recalled, taken, updated } = await wholeExchange(scribe);
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
    expect(received).toMatchObject({ state: 'Recalled', signedBy: 'ld.01', legs: [{ agency: 'H99.2' }] });
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
    const { replaced } = await wholeExchange(scribe);
    expect(await view(replaced, 'H99.1')).toMatchObject({
      state: 'Replaced',
      replacedBy: { agency: 'H99.1', symbol: '99/BC-H99-1' },
      legs: [{ state: 'Superseded', supersededBy: { symbol: '99/BC-H99-1' } }],
    });
  });

  it('shows of a long history the newest steps', async () => {
    const documentId = await scribe.issued('H99.1', ['H99.2']);
    await scribe.arrive(documentId, 'H99.2');
    for (let i = 0; i < 30; i++) {
      const recall = { ...sender, form: 'take-back', reason: `lần ${i}` } as const;
      await scribe.onDelivery(documentId, 'H99.2', { type: 'RequestRecall', ...recall });
      await scribe.onDelivery(documentId, 'H99.2', {
        type: 'WithdrawRecallRequest',
        ...sender,
        reason: 'Thôi',
      });
    }
    const { history = [], state } = (await leg(documentId)) ?? {};
    expect(state).toBe('Arrived');
    expect(history).toHaveLength(51);
    expect(history.slice(-2)).toMatchObject([
      { fact: 'RecallRequested', state: 'RecallPending', reason: 'lần 29' },
      { fact: 'RecallRequestWithdrawn', state: 'Arrived' },
    ]);
  });
}

function theLegs(): void {
  it('say whose move it is and until when', async () => {
    const documentId = await scribe.issued('H99.1', ['H99.2']);
    const { onDelivery } = scribe;
    const on = onDelivery.bind(scribe, documentId, 'H99.2');
    const awaited = async () => (await leg(documentId))?.awaiting;
    const dueAt = expect.stringMatching(/^2026-11-2\d/);
    expect(await awaited()).toEqual({ from: 'H99.2', what: 'arrival', dueAt });
    const failure = { reasonCode: 'axis-timeout', reason: 'Không kết nối' };
    await on({ type: 'RecordFailure', ...failure });
    expect(await awaited()).toEqual({ from: 'H99.1', what: 'retry-or-cancellation' });
    expect(await leg(documentId)).toMatchObject({ state: 'Failed', failure });
    await on({ type: 'RetryDelivery', ...sender });
    await scribe.arrive(documentId, 'H99.2');
    expect(await awaited()).toEqual({ from: 'H99.2', what: 'receipt', dueAt });
    await scribe.accept(documentId, 'H99.2');
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
    expect(await leg(documentId)).toMatchObject({
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
      await scribe.issued('H99.1', recipients),
      await scribe.issued('H99.1', recipients),
      await issuedWith(scribe, 'H99.1', recipients, { dueDate: '2026-12-01' }),
    ];
    const tries = fc.array(fc.tuple(fc.nat(2), fc.nat(1), fc.nat(attempts.length - 1)), {
      minLength: 150,
      maxLength: 150,
    });
    const [walk] = fc.sample(tries, { numRuns: 1, seed: 20261122 });
    for (const [which, whom, what] of walk ?? []) {
      const [documentId, to] = [documents[which], recipients[whom]] as [string, string];
      const command = attempts[what]?.(to) as DeliveryCommand;
      await scribe.onDelivery(documentId, to, command).catch(() => undefined);
    }
    await projected();
    const counts: Record<string, number> = {};
    for (const documentId of documents) {
      for (const to of recipients) {
        const state = folded(documentId, to);
        const found = await leg(documentId, to);
        expect(found?.state).toBe(state);
        expect(found?.history.at(-1)?.state).toBe(state);
        if (found?.arrivedAt !== undefined && to === 'H99.2') counts[state] = (counts[state] ?? 0) + 1;
      }
    }
    const counter = new InboxCountsHandler(reads, parties);
    expect(answered(await counter.execute(new InboxCountsOf('H99.2'))).states).toEqual(counts);
    const { rows } = answered(await inbox('H99.2'));
    expect(rows).toHaveLength(Object.values(counts).reduce((sum, count) => sum + count, 0));
  });

  it('keep what was not done in time, and are overdue until it is done', async () => {
    const documentId = await scribe.issued('H99.1', ['H99.2']);
    await scribe.arrive(documentId, 'H99.2');
    await silent(scribe, documentId, 'H99.2', 'SameDayReceiptMissed');
    expect(await leg(documentId)).toMatchObject({
      overdue: true,
      silences: [{ silence: 'SameDayReceiptMissed' }],
    });
    await scribe.accept(documentId, 'H99.2');
    expect(await leg(documentId)).toMatchObject({ overdue: false, silences: [{}] });
  });

  it('that are cancelled on recall keep card and number, and lose their bytes', async () => {
    const sha256 = 'cd'.repeat(32);
    const documentId = await scribe.issued('H99.1', ['H99.2'], 'Có tệp', sha256);
    await scribe.arrive(documentId, 'H99.2');
    await scribe.accept(documentId, 'H99.2');
    const access = (agency: string) =>
      new ContentAccessHandler(reads, parties).execute(new ContentAccessOf(sha256, agency));
    await projected();
    expect(await access('H99.2')).toMatchObject({ ok: true });
    await scribe.onDelivery(documentId, 'H99.2', {
      type: 'RequestRecall',
      ...sender,
      form: 'formal',
      reason: 'Sai',
    });
    await scribe.onDelivery(documentId, 'H99.2', { type: 'AgreeToRecall', ...clerk });
    const seen = await view(documentId, 'H99.2');
    expect(seen).toMatchObject({ contents: [{ sha256 }], legs: [{ state: 'Cancelled', number: 1 }] });
    expect(await access('H99.2')).toMatchObject({ ok: false, refused: 'not-found' });
    expect(await access('H99.1')).toMatchObject({ ok: true });
  });
}

/** The state a leg's own decider folds its facts to. */
function folded(documentId: string, to: string): string {
  const stream = deliveryStream({ documentId, to });
  const state = chronicle.events
    .filter((event) => event.stream === stream)
    .reduce((before, stored) => {
      const event = deliveryCodec.decode(stored);
      if (typeof event === 'string') throw new Error(event);
      return delivery.decider.evolve(before, event);
    }, delivery.decider.initial);
  return state.status;
}

/** What anybody may try on a leg at any time. */
const attempts: readonly ((to: string) => object)[] = [
  () => ({ type: 'RecordDispatch', carrier: 'axis', carrierId: '77' }),
  () => ({ type: 'RecordAttemptFailure', attempt: 1, reasonCode: 'axis', reason: 'Lỗi' }),
  () => ({ type: 'RecordFailure', reasonCode: 'axis', reason: 'Lỗi' }),
  () => ({ type: 'RetryDelivery', ...sender }),
  () => ({ type: 'RecordArrival' }),
  (to) => ({ type: 'RefuseReceipt', by: to, officer: 'vt.02', reasonCode: 'mis-sent', reason: 'Nhầm' }),
  (to) => ({ type: 'AcceptReceipt', by: to, officer: 'vt.02', number: 7, bookYear: 2026 }),
  (to) => ({ type: 'AssignProcessing', by: to, officer: 'ld.02', assignee: 'cv.02', coordinating: [] }),
  (to) => ({ type: 'StartProcessing', by: to, officer: 'cv.02' }),
  (to) => ({ type: 'CompleteProcessing', by: to, officer: 'cv.02', result: 'Xong' }),
  () => ({ type: 'RequestRecall', ...sender, form: 'take-back', reason: 'Nhầm' }),
  () => ({ type: 'WithdrawRecallRequest', ...sender, reason: 'Thôi' }),
  (to) => ({ type: 'AgreeToRecall', by: to, officer: 'vt.02' }),
  (to) => ({ type: 'RefuseRecall', by: to, officer: 'vt.02', reason: 'Đã xử lý' }),
  () => ({ type: 'CloseRecallDispute', ...sender, outcome: 'kept', decision: '1/QĐ' }),
  () => ({ type: 'CloseRecallDispute', ...sender, outcome: 'cancelled', decision: '1/QĐ' }),
  () => ({ type: 'RequestUpdate', ...sender, changes: { dueDate: '2026-12-02' }, reason: 'Sai' }),
  (to) => ({ type: 'AgreeToUpdate', by: to, officer: 'vt.02' }),
  (to) => ({ type: 'RefuseUpdate', by: to, officer: 'vt.02', reason: 'Không' }),
  () => ({ type: 'RecordStatus', statusCode: '03', toldAt: now, officer: 'vt.02' }),
  () => ({ type: 'RecordStatus', statusCode: '05', toldAt: now, officer: 'vt.02' }),
];

function theInbox(): void {
  it('is filtered by state, sender, urgency, day and what is overdue', async () => {
    const first = await scribe.issued('H99.1', ['H99.2']);
    const second = await scribe.issued('H99.3', ['H99.2']);
    const urgent = await issuedWith(scribe, 'H99.3', ['H99.2'], { urgency: 'flash' });
    for (const documentId of [first, second]) await scribe.arrive(documentId, 'H99.2');
    await silent(scribe, second, 'H99.2', 'SameDayReceiptMissed');
    await scribe.accept(first, 'H99.2');
    await projected();
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
    const counter = new InboxCountsHandler(reads, parties);
    expect(answered(await counter.execute(new InboxCountsOf('H99.2')))).toEqual({
      states: { Accepted: 1, Arrived: 2 },
      overdue: 1,
      urgent: 1,
    });
  });
}

function theTodo(): void {
  const todo = (role: 'Clerk' | 'Leader' | 'Specialist' | 'Drafter', page: TodoQuery = {}) => {
    const asker = { agency: 'H99.1', officer: role === 'Specialist' ? 'cv.02' : 'vt.01', role };
    return new TodoHandler(reads, parties, clock).execute(new TodoOf(asker, page));
  };
  const tasks = async (...asked: Parameters<typeof todo>) =>
    Object.fromEntries(
      answered(await todo(...asked)).tasks.map(({ task, rows }) => [task, rows.map((row) => row.documentId)]),
    );

  it('follows a document through the hands of its agency', async () => {
    const draft = randomUUID();
    const card = { documentType: 'BC', subject: 'Dự thảo', urgency: 'normal', contents: [] } as const;
    await scribe.onDocument(draft, { type: 'DraftDocument', documentId: draft, agency: 'H99.1', ...card });
    const numbered = await scribe.numbered('H99.1');
    const registered = await scribe.numbered('H99.1');
    await scribe.registered(registered, 'H99.1');
    await projected();
    expect(await tasks('Leader')).toEqual({ sign: [draft], assign: [], dispute: [] });
    expect(await tasks('Drafter')).toEqual({ draft: [draft] });
    expect(await tasks('Clerk')).toMatchObject({
      number: [],
      seal: [numbered],
      register: [],
      issue: [registered],
    });
  });

  it('names what came in and waits for somebody here', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const documentId = await scribe.issued('H99.2', ['H99.1']);
      await scribe.arrive(documentId, 'H99.1');
      ids.push(documentId);
    }
    const [waiting, accepted, assigned] = ids as [string, string, string];
    const on = (documentId: string, command: object) =>
      scribe.onDelivery(documentId, 'H99.1', command as DeliveryCommand);
    await scribe.accept(accepted, 'H99.1');
    await scribe.accept(assigned, 'H99.1');
    const given = { by: 'H99.1', officer: 'ld.01', assignee: 'cv.02', coordinating: [] };
    await on(assigned, { type: 'AssignProcessing', ...given });
    const failed = await scribe.issued('H99.1', ['H99.3']);
    await scribe.onDelivery(failed, 'H99.3', { type: 'RecordFailure', reasonCode: 'axis', reason: 'Lỗi' });
    await projected();
    expect(await tasks('Clerk')).toMatchObject({ receive: [waiting], 'failed-delivery': [failed] });
    expect(await tasks('Leader')).toMatchObject({ assign: [accepted] });
    expect(await tasks('Specialist')).toEqual({ work: [assigned] });
    await on(accepted, {
      type: 'RequestRecall',
      by: 'H99.2',
      officer: 'vt.02',
      form: 'take-back',
      reason: 'Nhầm',
    });
    await projected();
    expect(await tasks('Clerk')).toMatchObject({ 'answer-recall': [accepted] });
    expect(await tasks('Leader')).toMatchObject({ assign: [] });
  });

  it('pages one task, and refuses one that is not of the role', async () => {
    const drafts: string[] = [];
    for (let i = 0; i < 5; i++) drafts.push(await scribe.numbered('H99.1'));
    await projected();
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
        new SearchHandler(reads, parties).execute(new SearchFor(agency, { ...page, ...cursor })),
      )
    ).map(({ documentId }) => documentId);

  it('finds by words with or without marks, by number, symbol, agency, date and state', async () => {
    const flood = await scribe.issued(
      'H99.1',
      ['H99.2', 'H99.3'],
      'Về việc điều động lực lượng chống bão lụt',
    );
    const report = await scribe.issued('H99.1', ['H99.3'], 'Báo cáo quý IV về Điều kiện làm việc');
    await scribe.arrive(flood, 'H99.2');
    await scribe.accept(flood, 'H99.2');
    await projected();
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
      new SearchHandler(reads, parties).execute(new SearchFor('H99.1', page));
    expect(await search({})).toMatchObject({ refused: 'malformed' });
    expect(await search({ text: '-- !' })).toMatchObject({ errors: [{ pointer: '/body/text' }] });
  });

  it('finds no document by a number that was taken back', async () => {
    const { taken } = await wholeExchange(scribe);
    await projected();
    const { rows } = answered(
      await new OutboxHandler(reads, parties).execute(new OutboxOf('H99.1', { state: 'Draft' })),
    );
    expect(rows).toMatchObject([{ documentId: taken }]);
    expect(await found('H99.1', { text: 'bị hủy số' })).toEqual([taken]);
    expect(await found('H99.1', { number: 6 })).not.toContain(taken);
  });
}

function theRelated(): void {
  const conversation = async (documentId: string, agency: string) =>
    new ConversationHandler(reads, parties, clock).execute(new ConversationOf(documentId, agency));
  const lineage = async (documentId: string, agency: string) =>
    new LineageHandler(reads, parties).execute(new LineageOf(documentId, agency));

  it('show requests and replies both ways, in time or late', async () => {
    const request = await issuedWith(scribe, 'H99.1', ['H99.2', 'H99.3'], { dueDate: '2026-11-22' });
    const { symbol = '' } = await view(request, 'H99.1');
    const responseFor = [{ documentId: request, agency: 'H99.1', symbol }];
    const reply = await issuedWith(scribe, 'H99.2', ['H99.1'], { responseFor });
    await projected();
    expect(await leg(request)).toMatchObject({ reply: { standing: 'in-time', documentId: reply } });
    expect(await leg(request, 'H99.3')).toMatchObject({ reply: { standing: 'open' } });
    expect(await view(request, 'H99.1')).toMatchObject({ answeredBy: [{ documentId: reply }] });
    expect((await view(request, 'H99.3')).answeredBy).toEqual([]);
    expect(await view(reply, 'H99.1')).toMatchObject({ responseFor });

    now = '2026-11-23T01:00:00.000Z';
    const lateReply = await issuedWith(new Scribe(chronicle, Date.parse(now)), 'H99.3', ['H99.1'], {
      responseFor,
    });
    await projected();
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
    const first = await issuedWith(scribe, 'H99.1', ['H99.2'], {});
    const linkTo = async (documentId: string) => {
      const { symbol = '' } = await view(documentId, 'H99.1');
      return { documentId, agency: 'H99.1', symbol };
    };
    const second = await issuedWith(scribe, 'H99.1', ['H99.2'], { replaces: await linkTo(first) });
    const third = await issuedWith(scribe, 'H99.1', ['H99.2'], {
      documentType: 'CV',
      corrects: await linkTo(second),
    });
    const { agency, symbol } = await linkTo(second);
    const copyOf = { kind: 'SY', agency, symbol } as const;
    const copy = await issuedWith(scribe, 'H99.2', ['H99.3'], { copyOf });
    await projected();
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
  it('is read on by its successor from the day it ended, and by its own officers', async () => {
    for (const code of ['H99', 'H99.2', 'H99.3', 'H99.4']) await scribe.register(code);
    const incoming = await scribe.issued('H99.1', ['H99.2'], 'Gửi cơ quan cũ', 'ee'.repeat(32));
    await scribe.arrive(incoming, 'H99.2');
    const outgoing = await scribe.issued('H99.2', ['H99.1'], 'Của cơ quan cũ');
    await closed(scribe, 'H99.2', 'H99.3', '2026-11-22');
    await closed(scribe, 'H99.3', 'H99.4', '2026-12-01');
    await projected();
    for (const agency of ['H99.2', 'H99.3']) {
      const own = agency === 'H99.2' ? {} : { forAgency: 'H99.2' };
      expect(answered(await inbox(agency)).rows).toMatchObject([{ documentId: incoming, ...own }]);
      expect(await document(outgoing, agency)).toMatchObject({ answer: { ...own, state: 'Issued' } });
      const { rows } = answered(await new OutboxHandler(reads, parties).execute(new OutboxOf(agency, {})));
      expect(rows).toMatchObject([{ documentId: outgoing, ...own }]);
      const access = new ContentAccessOf('ee'.repeat(32), agency);
      expect(await new ContentAccessHandler(reads, parties).execute(access)).toMatchObject({ ok: true });
    }
    expect(answered(await inbox('H99.2')).rows[0]).not.toHaveProperty('forAgency');
    expect(answered(await inbox('H99.4')).rows).toEqual([]);
    now = '2026-12-01T00:00:00.000Z';
    expect(answered(await inbox('H99.4')).rows).toMatchObject([{ documentId: incoming, forAgency: 'H99.2' }]);
  });
}

function theSecrets(): void {
  const exchange = async (year: number | undefined) =>
    answered(await new ElectronicExchangeHandler(reads, clock).execute(new ElectronicExchangeIn(year)));

  it('lower the rate of electronic exchange by their count: 97 % and 3 %', async () => {
    for (let i = 0; i < 97; i++) await scribe.issued('H99.1', ['H99.2']);
    for (let i = 0; i < 3; i++) await refusedSecret(scribe, 'H99.1');
    await refusedSecret(scribe, 'H99.1', '2025-12-31');
    await projected();
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
