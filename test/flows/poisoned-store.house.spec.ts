import {
  healthSubject,
  type ParkedOutcomes,
  type ParkedPage,
  positionToken,
  type ServiceName,
} from '@contracts';
import type { Schema } from '@domain/decider';
import type { HealthAnswer } from '@runtime';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, problemIn, type Visitor } from './edge';
import { poison, type Poisoned, unspoken } from './poisoned-store';
import { accepted, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(180_000);

const followers: readonly ServiceName[] = ['directory', 'exchange', 'read-models', 'bus'];
/** What makes rows and what does not, as the read models have it. */
const rowsOf = 'read-models';

let province: Province;
let edge: Edge;
let operator: Visitor;
let poisoned: readonly Poisoned[];
let healthy: { documents: string[]; dossiers: string[]; last: bigint };

/** A store that the release before this one left, and a house that starts on it. */
beforeAll(async () => {
  province = await startProvince({ services: [], later: followers, settings: { LIENTHONG_PORT: '0' } });
  const scribe = new Scribe(inStore(province.store));
  for (const code of ['H99', 'H99.1', 'H99.2']) await scribe.register(code);
  const before = await oneOfEach(scribe);
  poisoned = await poison(province.context.configuration.eventStoreUrl);
  const after = await oneOfEach(scribe);
  const documents = [before.documentId, after.documentId];
  healthy = { documents, dossiers: [before.dossierId, after.dossierId], last: after.position };
  for (const service of [...followers, 'dossiers', 'audit'] as const) await province.startService(service);
  for (const code of ['H99', 'H99.1', 'H99.2']) await province.appointOfficers(code);
  edge = await Edge.start(province.context);
  operator = await edge.as('H99', 'Operator');
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});

async function oneOfEach(scribe: Scribe) {
  const documentId = await scribe.issued('H99.1', ['H99.2']);
  await scribe.arrive(documentId, 'H99.2');
  await scribe.accept(documentId, 'H99.2');
  const dossierId = await scribe.opened('H99.1');
  const { position } = await scribe.offer(dossierId, 'H99.1', 'H99.2');
  return { documentId, dossierId, position };
}

const after = (commit: bigint) => `after=${positionToken({ storeId: province.storeId, commit })}`;

const health = async (service: ServiceName): Promise<HealthAnswer> =>
  accepted(await province.officer('H99', 'Operator').query<HealthAnswer>(healthSubject(service), {}));

async function parked(): Promise<ParkedPage['rows']> {
  const rows: ParkedPage['rows'][number][] = [];
  for (let query = '?limit=3'; ;) {
    const page = bodyOf(
      await operator.get<ParkedPage & Record<string, unknown>>(`/operations/parked${query}`),
    );
    expect(page.silent).toEqual([]);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    query = `?limit=3&cursor=${page.next}`;
  }
}

const inRows = async () => (await parked()).filter(({ program }) => program === rowsOf);
const idsOf = (facts: readonly { readonly eventId: string }[]) => facts.map(({ eventId }) => eventId).sort();

it('comes up, is ready, and tells how much it has set aside', async () => {
  for (const service of followers) {
    let answer = await health(service);
    while (!answer.ready) answer = await health(service);
    expect(answer.ready).toBe(true);
  }
  const { details } = await health('read-models');
  expect(details).toMatchObject({ projector: 'live' });
  expect(details['projector.parked']).toBeGreaterThanOrEqual(poisoned.filter((each) => each.staysBad).length);
});

it('has all rows of the other streams, those recorded later included', async () => {
  const clerk = await edge.as('H99.2', 'Clerk');
  const inbox = bodyOf(await clerk.get<{ rows: { documentId: string }[] }>(`/inbox?${after(healthy.last)}`));
  expect(inbox.rows.map(({ documentId }) => documentId).sort()).toEqual([...healthy.documents].sort());
  for (const dossierId of healthy.dossiers) {
    expect(bodyOf(await clerk.get(`/dossiers/${dossierId}`))).toMatchObject({ state: 'offered' });
  }
});

it('lists each with a reason and a place, and nothing of what it says', async () => {
  const rows = await inRows();
  const asked = new Set(idsOf(rows));
  const bad = poisoned.filter(({ eventId, staysBad }) => staysBad || asked.has(eventId));
  expect(idsOf(rows)).toEqual(idsOf(bad));
  for (const { eventId, stream, revision, position } of bad) {
    const row = rows.find((each) => each.eventId === eventId);
    expect(row).toMatchObject({ service: 'read-models', stream, revision: String(revision) });
    expect((await province.store.eventAt(position))?.id).toBe(eventId);
  }
  const told = JSON.stringify([await parked(), province.log]);
  expect(told).not.toContain(unspoken);
  expect(province.log.filter((line) => line.includes(`"program":"${rowsOf}"`)).length).toBe(rows.length);
});

it('never answers without a fact that was asked for', async () => {
  const asked = new Set(idsOf(await inRows()));
  const office = await edge.as('H99.1', 'OneStopOfficer');
  for (const { eventId, position, next } of poisoned) {
    for (const place of [position, next]) {
      const answer = await office.get(`/dossiers?${after(place)}`);
      if (!asked.has(eventId)) bodyOf(answer);
      else
        expect(problemIn(answer)).toMatchObject({
          status: 503,
          type: 'urn:lienthong:problem:position:parked',
          retry: 'later',
        });
    }
  }
});

async function replayed(body: object): Promise<ParkedOutcomes> {
  const path = '/operations/parked/replay';
  return bodyOf(await operator.post<ParkedOutcomes & Record<string, unknown>>(path, body));
}

it('takes all up again when asked, and keeps what fails again', async () => {
  const before = await inRows();
  const programs: ParkedOutcomes['programs'][number][] = [];
  for (let next: string | undefined = 'directory'; next !== undefined;) {
    const outcome: ParkedOutcomes = await replayed({ program: rowsOf, cursor: next });
    programs.push(...outcome.programs);
    next = outcome.next;
  }
  expect(programs.every(({ program, replayed }) => program === rowsOf && replayed === 0)).toBe(true);
  expect(idsOf(programs.flatMap(({ failures }) => failures))).toEqual(idsOf(before));
  expect(idsOf(await inRows())).toEqual(idsOf(before));
});

it('goes on with a stream whose bad fact an operator skips, and says who did', async () => {
  const one = poisoned.find(({ what }) => what.startsWith('an unknown version')) as Poisoned;
  const office = await edge.as('H99.1', 'OneStopOfficer');
  const skipping = { service: 'read-models', program: rowsOf, eventId: one.eventId, reason: 'Ghi nhầm' };
  const key = { 'idempotency-key': 'skip-1' };
  for (const _ of ['once', 'again']) {
    const skipped = await operator.post('/operations/parked/skip', skipping, key);
    expect(bodyOf(skipped)).toMatchObject({ program: rowsOf, eventId: one.eventId, stream: one.stream });
  }
  const other = { ...skipping, eventId: poisoned[0]?.eventId };
  expect(problemIn(await operator.post('/operations/parked/skip', other, key)).status).toBe(422);
  const unknown = { ...skipping, eventId: healthy.documents[0] };
  expect(problemIn(await operator.post('/operations/parked/skip', unknown)).status).toBe(404);
  expect(problemIn(await operator.post('/operations/parked/skip', { ...skipping, reason: '' })).status).toBe(
    422,
  );
  expect(problemIn(await office.post('/operations/parked/skip', skipping)).status).toBe(403);
  const dossier = bodyOf(await office.get(`/dossiers/${one.id}?${after(one.next)}`));
  expect(dossier).toMatchObject({ dossierId: one.id, activities: 1 });
  const { events } = await province.store.readStream(`parked-${rowsOf}`);
  expect(events).toMatchObject([
    {
      type: 'ParkedEventSkipped.v1',
      data: { eventId: one.eventId, reason: 'Ghi nhầm', officer: 'operator.H99' },
      metadata: { actor: { agency: 'H99', officer: 'operator.H99', role: 'Operator' } },
    },
  ]);
});

it('keeps both over a restart, and does not wait for what an agency cannot say', async () => {
  const before = idsOf(await inRows());
  await province.stopService('read-models');
  await province.startService('read-models');
  while (!(await health('read-models')).ready);
  expect(idsOf(await inRows())).toEqual(before);
});

it('is not ready while it stands still for an agency', async () => {
  const { store } = province;
  const { events, revision } = await store.readStream('agency-H99.2');
  const [registered] = events;
  if (registered === undefined) throw new Error('H99.2 was not registered');
  const { metadata } = registered;
  const unread = {
    id: healthy.documents[0] ?? '',
    type: 'AgencyRenamed.v99',
    metadata,
    schema: {} as Schema,
  };
  await store.append('agency-H99.2', [{ ...unread, data: { at: '2026-11-23T01:00:00.000Z' } }], revision);
  for (const service of ['directory', 'read-models', 'bus'] as const) {
    while ((await health(service)).ready);
  }
  expect((await health('directory')).details).toMatchObject({ 'known-agencies.parked': 1 });
  for (const { service, program, eventId } of (await parked()).filter(
    ({ stream }) => stream === 'agency-H99.2',
  )) {
    bodyOf(await operator.post('/operations/parked/skip', { service, program, eventId, reason: 'Ghi nhầm' }));
  }
  for (const service of ['directory', 'read-models', 'bus'] as const) {
    while (!(await health(service)).ready);
  }
});

it('is answered as the OpenAPI document says', async () =>
  expect(await wronglyDescribed(edge, 'poisoned-store')).toEqual([]));
