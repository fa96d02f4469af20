import {
  type DocumentHistory,
  type DossierHistory,
  type HistoryEvent,
  messageBytesMax,
  type QueryReply,
  subjects,
} from '@contracts';
import { accepted, type Officer, type Province, startProvince } from './province';
import { recipientsMany } from './recipients-many';
import { inStore, Scribe } from './scribe';

let province: Province;
let scribe: Scribe;
let auditor: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['audit'] });
  scribe = new Scribe(inStore(province.store));
  auditor = province.officer('H99', 'Auditor');
});
afterAll(async () => {
  expect(province.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  await province.stop();
});

const ofDocument = (documentId: string, question: object = {}) =>
  auditor.query<DocumentHistory>(subjects.getDocumentHistory, { documentId }, question);
const ofDossier = (dossierId: string, question: object = {}) =>
  auditor.query<DossierHistory>(subjects.getDossierHistory, { dossierId }, question);
const facts = (events: readonly HistoryEvent[]) => events.map(({ type }) => type);

describe('a document and its deliveries', () => {
  let documentId: string;
  const at: Record<string, string> = {};
  beforeAll(async () => {
    documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
    await scribe.arrive(documentId, 'H99.2');
    at.arrived = scribe.at;
    await scribe.arrive(documentId, 'H99.3');
    await scribe.refuse(documentId, 'H99.3', 'Không đúng thẩm quyền');
    at.refused = scribe.at;
    await scribe.accept(documentId, 'H99.2');
    await scribe.process(documentId, 'H99.2');
  });

  it('are told together in the order of the store, with who, when and why', async () => {
    const { state, events, next } = accepted(await ofDocument(documentId));
    expect(next).toBeUndefined();
    expect(facts(events)).toEqual([
      'DocumentDrafted.v1',
      'DocumentSigned.v1',
      'DocumentNumbered.v1',
      'OrganisationSealApplied.v1',
      'DocumentRegistered.v1',
      'DocumentIssued.v1',
      'DeliveryRequested.v1',
      'DeliveryRequested.v1',
      'DocumentArrived.v1',
      'DocumentArrived.v1',
      'ReceiptRefused.v1',
      'ReceiptAccepted.v1',
      'ProcessingAssigned.v1',
      'ProcessingStarted.v1',
      'ProcessingCompleted.v1',
    ]);
    const positions = events.map(({ position }) => BigInt(position));
    expect(positions).toEqual([...positions].sort((a, b) => Number(a - b)));
    expect(events[10]).toEqual({
      stream: `delivery-${documentId}.H99.3`,
      revision: 2,
      position: expect.stringMatching(/^\d+$/),
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'ReceiptRefused.v1',
      occurredAt: at.refused && new Date(Date.parse(at.refused) - 60_000).toISOString(),
      recordedAt: expect.stringMatching(/Z$/),
      actor: { agency: 'H99.3', officer: 'vt.01', role: 'Clerk' },
      source: 'http',
      correlationId: expect.any(String),
      causationId: expect.any(String),
      commandId: expect.any(String),
      reason: 'Không đúng thẩm quyền',
      data: expect.objectContaining({ documentId, to: 'H99.3', reasonCode: 'mis-sent' }),
    });
    expect(state.document).toMatchObject({ status: 'Issued', recipients: ['H99.2', 'H99.3'] });
    expect(state.deliveries).toMatchObject({
      'H99.2': { status: 'Completed', number: 1, result: 'Đã trả lời' },
      'H99.3': { status: 'Refused', reason: 'Không đúng thẩm quyền' },
    });
  });

  it('are told as they were at an instant they occurred at', async () => {
    const { state, events } = accepted(await ofDocument(documentId, { at: at.arrived }));
    expect(state.deliveries).toMatchObject({
      'H99.2': { status: 'Arrived' },
      'H99.3': { status: 'Arrived' },
    });
    expect(facts(events).at(-1)).toBe('DocumentArrived.v1');
    const before = accepted(await ofDocument(documentId, { at: '2020-01-01T00:00:00.000Z' }));
    expect(before).toEqual({ state: { document: { status: 'absent' }, deliveries: {} }, events: [] });
  });

  it('are told as they were known when the store had recorded so much', async () => {
    const { events } = accepted(await ofDocument(documentId));
    const recordedAt = events[8]?.recordedAt as string;
    const known = accepted(await ofDocument(documentId, { recordedAt }));
    expect(known.events.map(({ eventId }) => eventId)).toEqual(
      events.filter((event) => event.recordedAt <= recordedAt).map(({ eventId }) => eventId),
    );
    const early = accepted(await ofDocument(documentId, { recordedAt: '2020-01-01T00:00:00.000Z' }));
    expect(early.events).toEqual([]);
  });

  it('are told as they were at a revision of the document, deliveries included', async () => {
    const signed = accepted(await ofDocument(documentId, { revision: 1 }));
    expect(signed.state).toMatchObject({ document: { status: 'Signed' }, deliveries: {} });
    const issued = accepted(await ofDocument(documentId, { revision: 5 }));
    expect(issued.state.deliveries).toEqual({ 'H99.2': { status: 'absent' }, 'H99.3': { status: 'absent' } });
    expect(facts(issued.events).at(-1)).toBe('DocumentIssued.v1');
  });

  it('page with cursors that lead through every event once', async () => {
    const whole = accepted(await ofDocument(documentId)).events;
    const paged: HistoryEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = accepted(await ofDocument(documentId, { limit: 5, ...(cursor && { cursor }) }));
      expect(page.events.length).toBeLessThanOrEqual(5);
      paged.push(...page.events);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole);
  });

  it.each<[string, object, string, string]>([
    ['two moments', { at: '2026-11-22T01:00:00.000Z', revision: 1 }, 'request', 'one-moment-only'],
    ['a revision beyond the end', { revision: 6 }, 'history', 'revision-not-reached'],
    ['a cursor of something else', { cursor: 'bmlsCg' }, 'request', 'malformed'],
    ['an instant without a zone', { at: '2026-11-22T01:00:00' }, 'request', 'malformed'],
  ])('refuse %s', async (_, question, context, refused) =>
    expect(await ofDocument(documentId, question)).toMatchObject({ ok: false, context, refused }),
  );

  it('that nobody drafted is not found', async () =>
    expect(await ofDocument('3f0e9f0e-1111-5222-8333-444455556666')).toEqual({
      ok: false,
      context: 'document',
      refused: 'not-found',
    }));
});

describe('a dossier', () => {
  it('is told with its hand-offs, and as it was at any revision', async () => {
    const dossierId = await scribe.opened('H99');
    const { handoffId } = await scribe.offer(dossierId, 'H99', 'H99.4');
    await scribe.settle(dossierId, handoffId, 'H99.4', 'ReturnHandoff');

    const { state, events } = accepted(await ofDossier(dossierId));
    expect(facts(events)).toEqual(['DossierOpened.v1', 'HandoffOffered.v1', 'HandoffReturned.v1']);
    expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(events[2]?.reason).toBe('Không thuộc thẩm quyền');
    const settled = { [handoffId]: { settled: 'returned', agency: 'H99.4' } };
    expect(state).toMatchObject({ status: 'held', holder: 'H99', settled });
    expect(accepted(await ofDossier(dossierId, { revision: 1 })).state).toMatchObject({ status: 'offered' });
    const [first, second] = [await ofDossier(dossierId, { limit: 2 }), { limit: 2 }];
    const { next } = accepted(first);
    const rest = accepted(await ofDossier(dossierId, { ...second, cursor: next }));
    expect(facts(rest.events)).toEqual(['HandoffReturned.v1']);
    expect(rest.next).toBeUndefined();
    expect(await ofDossier(dossierId, { revision: 3 })).toMatchObject({ refused: 'revision-not-reached' });
    expect(await ofDossier(handoffId)).toMatchObject({ context: 'dossier', refused: 'not-found' });
  });
});

it('tells a document with many recipients in replies that fit, each state and event once', async () => {
  const recipients = Array.from({ length: recipientsMany }, (_, i) => `H99.${i + 10}`);
  const documentId = await scribe.issued('H99.1', recipients, 'Thông báo toàn tỉnh');
  for (const to of recipients.slice(0, recipientsMany / 5)) {
    await scribe.arrive(documentId, to);
    await scribe.refuse(documentId, to, 'ấ'.repeat(500));
  }
  const states: Record<string, unknown> = {};
  const ids = new Set<string>();
  let told = 0;
  let cursor: string | undefined;
  do {
    const reply: QueryReply<DocumentHistory> = await ofDocument(documentId, {
      limit: 500,
      ...(cursor && { cursor }),
    });
    expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(messageBytesMax);
    const { state, events, next } = accepted(reply);
    for (const agency of Object.keys(state.deliveries)) expect(states).not.toHaveProperty([agency]);
    Object.assign(states, state.deliveries);
    for (const { eventId } of events) ids.add(eventId);
    told += events.length;
    cursor = next;
  } while (cursor !== undefined);
  expect(Object.keys(states)).toHaveLength(recipientsMany);
  expect(told).toBe(6 + recipientsMany + 2 * (recipientsMany / 5));
  expect(ids.size).toBe(told);
}, 120_000);
