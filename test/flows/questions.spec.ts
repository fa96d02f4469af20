import { randomUUID } from 'node:crypto';
import {
  healthSubject,
  type InboxRow,
  type Page,
  positionToken,
  type QueryReply,
  type Subject,
  subjects,
} from '@contracts';
import type { Schema } from '@domain/decider';
import type { HealthAnswer } from '@runtime';
import { accepted, type Officer, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

let province: Province;
let scribe: Scribe;
let clerk: Officer;
let sender: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['read-models', 'audit'] });
  scribe = new Scribe(inStore(province.store));
  clerk = province.officer('H99.2', 'Clerk');
  sender = province.officer('H99.1', 'Clerk');
});
afterAll(async () => province.stop());

const after = (commit: bigint) => positionToken({ storeId: province.storeId, commit });
const inbox = (officer: Officer, body: object = {}) =>
  officer.query<Page<InboxRow>>(subjects.getInbox, {}, body);
const health = () => clerk.query<HealthAnswer>(healthSubject('read-models'), {});

describe('a question', () => {
  it('reads what was just written, without asking twice', async () => {
    for (let i = 0; i < 20; i++) {
      const documentId = await scribe.issued('H99.1', ['H99.2']);
      const { position } = await scribe.arrive(documentId, 'H99.2');
      const asked = clerk.queryOnce<Page<InboxRow>>(
        subjects.getInbox,
        {},
        { after: after(position), limit: 1 },
      );
      const { rows } = accepted(await asked);
      expect(rows[0]?.documentId).toBe(documentId);
    }
  });

  it('is answered for the agency that asks, whatever it names', async () => {
    const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
    const { position } = await scribe.arrive(documentId, 'H99.2');
    const one = { after: after(position) };
    const notFound = { ok: false, context: 'document', refused: 'not-found' };
    const seenBy = (agency: string) =>
      province.officer(agency, 'Clerk').query(subjects.getDocument, { documentId }, one);
    expect(await seenBy('H99.1')).toMatchObject({ ok: true, answer: { deliveries: [{}, {}] } });
    expect(await seenBy('H99.2')).toMatchObject({ ok: true, answer: { deliveries: [{ agency: 'H99.2' }] } });
    expect(await seenBy('H99.3')).toEqual(notFound);
    expect(await seenBy('H99.4')).toEqual(notFound);
    const unknown = { documentId: randomUUID() };
    expect(await sender.query(subjects.getDocument, unknown, one)).toEqual(notFound);
  });

  it.each<[string, object, string, string]>([
    ['a position of another store', { after: `${randomUUID()}.1` }, 'position', 'of-another-store'],
    ['a position that is none', { after: 'now' }, 'request', 'malformed'],
    ['a cursor of another list', { cursor: 'WzFd' }, 'request', 'malformed'],
    ['too many rows', { limit: 201 }, 'request', 'malformed'],
    ['a field nobody knows', { agency: 'H99.1' }, 'request', 'malformed'],
  ])('with %s is refused', async (_, body, context, refused) =>
    expect(await inbox(clerk, body)).toMatchObject({ ok: false, context, refused }),
  );

  it('about what is not there yet is given up in time for the caller', async () => {
    const begun = performance.now();
    const { position: head } = await province.newestFact();
    const ahead = { after: after(head + 1_000_000n) };
    expect(await clerk.queryOnce(subjects.getInbox, {}, ahead)).toMatchObject({
      context: 'position',
      refused: 'not-visible-yet',
    });
    expect(performance.now() - begun).toBeGreaterThan(4_900);
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});

it.each(Object.entries(subjects).filter(([, subject]) => /^(read-models|audit)\./.test(subject)))(
  '%s has a handler that checks the shape of what it is asked',
  async (_, subject: Subject) => {
    const reply: QueryReply<unknown> = await clerk.query(subject, { no: 'target' }, { no: 'body' });
    expect(reply).toMatchObject({ ok: false, context: 'request', refused: 'malformed' });
  },
);

describe('the rows', () => {
  it('are where they were after a restart, and go on', async () => {
    const before = accepted(await inbox(clerk, { limit: 200 }));
    await province.stopService('read-models');
    const documentId = await scribe.issued('H99.1', ['H99.2']);
    const { position } = await scribe.arrive(documentId, 'H99.2');
    await province.startService('read-models');
    const { rows } = accepted(await inbox(clerk, { after: after(position), limit: 200 }));
    expect(rows[0]?.documentId).toBe(documentId);
    expect(rows.slice(1)).toEqual(before.rows);
    // Its rows are there before the end of the history is told.
    while (!accepted(await health()).ready);
    expect(accepted(await health())).toMatchObject({ ready: true, details: { projector: 'live' } });
  });

  it('read on over a null that an older release stored in an optional field', async () => {
    const dossierId = randomUUID();
    const opened = {
      dossierId,
      agency: 'H99.1',
      officer: 'o',
      procedure: 'p',
      channel: 'counter',
      codes: [],
    };
    const data = { ...opened, applicantRef: randomUUID(), startedAt: scribe.at, dueAt: null, at: scribe.at };
    const older = { id: randomUUID(), type: 'DossierOpened.v1', data, schema: {} as Schema };
    const event = { ...older, metadata: {} as never };
    const { position } = await province.store.append(`dossier-${dossierId}`, [event], 'absent');
    accepted(await inbox(clerk, { after: after(position) }));
    expect(accepted(await health())).toMatchObject({ ready: true, details: { projector: 'live' } });
  });

  it('are not ready, but read on, once an agency has a fact that nobody here knows', async () => {
    const before = accepted(await inbox(clerk));
    const data = { at: scribe.at, code: 'H99.9' };
    const fact = { data, schema: {} as Schema, metadata: {} as never };
    const newer = { ...fact, id: randomUUID(), type: 'AgencyRegistered.v9' };
    await province.store.append('agency-H99.9', [newer], 'absent');
    while (accepted(await health()).ready);
    const { details } = accepted(await health());
    expect(details).toMatchObject({ projector: 'live', 'projector.parked': 1 });
    expect(accepted(await inbox(clerk))).toEqual(before);
    const told = province.log.filter((line) => line.includes('agency-H99.9'));
    expect(told.some((line) => line.includes('AgencyRegistered.v9'))).toBe(true);
  });
});
