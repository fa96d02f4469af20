import { createHash } from 'node:crypto';
import type { StoredEvent } from '@adapters/event-store';
import { type DossierView, type LegRow, type LegsHistory, type Page, positionToken } from '@contracts';
import type { Role } from '@domain/codes';
import { dossierStream } from '@domain/dossier';
import { legStream } from '@domain/leg';
import { someCitizen } from './applying';
import { Clerks } from './clerks';
import { wronglyDescribed } from './described-answers';
import { testProcedure } from './dossier-bodies';
import { Edge } from './edge';
import { Hands } from './hands';
import { sealedBy } from './linked-bodies';
import { type Province, startProvince } from './province';

jest.setTimeout(120_000);

const oneStop = 'H99';
const [finance, building, health] = ['H99.1', 'H99.2', 'H99.3'] as const;
const days = (amount: number) => ({ amount, unit: 'working-days' });
const sha256 = createHash('sha256').update('kết quả').digest('hex');
/** Thursday, 09:00 local time. */
const morning = '2026-11-26T02:00:00.000Z';
const clock = new Hands();
clock.set = morning;

let province: Province;
let edge: Edge;
let clerks: Clerks;
let procedure: string;
let applicantRef: unknown;
/** Of the form that was scanned and uploaded. */
let form: string;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'dossiers', 'read-models', 'audit'],
    clock,
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
  ({ applicantRef } = await act(oneStop, 'OneStopOfficer', '/applicants', someCitizen));
  form = (await province.upload(oneStop, 'tờ khai')).sha256;
  procedure = 'lien-thong.1';
  await clerks.act(oneStop, 'Operator', '/procedures', {
    ...{ ...testProcedure(procedure), legalTime: days(12), publishedTime: days(10) },
    route: {
      ...{ mode: 'sequential', lead: finance },
      legs: [
        { agency: finance, task: 'Thẩm định nhu cầu', time: days(3) },
        { agency: building, task: 'Xác định vị trí', time: days(2) },
        { agency: health, task: 'Cho ý kiến', time: days(1), optional: true },
      ],
    },
  });
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});
beforeEach(() => void (clock.set = morning));

const act = (agency: string, role: Role, path: string, body: object = {}) =>
  clerks.act<Record<string, unknown>>(agency, role, path, body as never);

async function accepted(): Promise<string> {
  const submission = {
    ...{ procedure, channel: 'counter', applicantRef },
    components: [
      { key: 'to-khai', sha256: form, originals: 0 },
      { key: 'ban-ve', originals: 2 },
    ],
  };
  const { dossierId } = await act(oneStop, 'OneStopOfficer', '/dossiers/submissions', submission);
  const path = `/dossiers/${String(dossierId)}`;
  await act(oneStop, 'OneStopOfficer', `${path}/acceptance`);
  return String(dossierId);
}

async function routed(body: object = {}): Promise<string> {
  const dossierId = await accepted();
  await act(oneStop, 'OneStopOfficer', `/dossiers/${dossierId}/route`, body);
  return dossierId;
}

const opened = (dossierId: string, order: number) =>
  province.waitFor(legStream({ dossierId, order }), 'LegOpened');
const onLeg = (dossierId: string, order: number, agency: string) => {
  const path = `/dossiers/${dossierId}/legs/${order}`;
  return (role: Role, what: string, body: object = {}) => act(agency, role, `${path}/${what}`, body);
};

async function done(dossierId: string, order: number, agency: string): Promise<string> {
  await opened(dossierId, order);
  const leg = onLeg(dossierId, order, agency);
  await leg('OneStopOfficer', 'acceptance');
  const { position } = await leg('Specialist', 'result', { sha256, symbol: `${order}/KQ` });
  return String(position);
}

const shown = (agency: string, dossierId: string, after: unknown) =>
  clerks.get<DossierView>(agency, 'Clerk', `/dossiers/${dossierId}?after=${String(after)}`);
const tokenOf = ({ position: commit }: StoredEvent) => positionToken({ storeId: province.storeId, commit });
const listed = (agency: string, query: string) => clerks.get<Page<LegRow>>(agency, 'Clerk', `/legs?${query}`);

it('goes from agency to agency by the route of its procedure, its papers beside it, to one result', async () => {
  const dossierId = await routed();
  await done(dossierId, 1, finance);
  const { data } = await opened(dossierId, 2);
  expect(data).toMatchObject({ agency: building, input: sha256, next: health });
  const offer = { to: building, reason: 'Chuyển bản chính' };
  const { handoffId } = await act(oneStop, 'OneStopOfficer', `/dossiers/${dossierId}/handoffs`, offer);
  const items = [
    { key: 'to-khai', answer: 'accepted', originals: 0 },
    { key: 'ban-ve', answer: 'accepted', originals: 2 },
  ];
  const taking = `/dossiers/${dossierId}/handoffs/${String(handoffId)}/acceptance`;
  await act(building, 'OneStopOfficer', taking, { items });
  await done(dossierId, 2, building);
  await done(dossierId, 3, health);

  const consolidation = `/dossiers/${dossierId}/consolidation`;
  expect(await clerks.refused(finance, 'Leader', consolidation)).toBe('dossier:not-at-the-one-stop');
  const back = await act(building, 'OneStopOfficer', `/dossiers/${dossierId}/handoffs`, {
    ...offer,
    to: oneStop,
  });
  const given = `/dossiers/${dossierId}/handoffs/${String(back['handoffId'])}/acceptance`;
  await act(oneStop, 'OneStopOfficer', given, { items });
  const { position } = await act(finance, 'Leader', consolidation);
  const view = await shown(health, dossierId, position);
  expect(view).toMatchObject({
    ...{ stage: 'Finished', outcome: 'granted', holder: oneStop, finishedAt: morning },
    route: {
      ...{ mode: 'sequential', lead: finance, done: 3 },
      legs: [
        { order: 1, agency: finance, state: 'Done', late: false, resultSymbol: '1/KQ' },
        { order: 2, agency: building, state: 'Done' },
        { order: 3, agency: health, state: 'Done', mandatory: false },
      ],
    },
  });
  await act(oneStop, 'OneStopOfficer', `/dossiers/${dossierId}/result/return`, { channel: 'counter' });
  expect((await province.factsOf(dossierStream(dossierId))).at(-1)).toBe('ResultReturned');
});

it('begins all legs at once in parallel, charges lateness to the late one and gives it to another agency', async () => {
  const legs = [finance, building].map((agency) => ({ agency, task: 'Thẩm định', time: days(2) }));
  const other = 'song-song.1';
  await clerks.act(oneStop, 'Operator', '/procedures', {
    ...{ ...testProcedure(other), legalTime: days(12), publishedTime: days(10) },
  });
  const before = procedure;
  procedure = other;
  const dossierId = await routed({ mode: 'parallel', lead: finance, legs });
  procedure = before;
  await Promise.all([opened(dossierId, 1), opened(dossierId, 2)]);
  await done(dossierId, 1, finance);
  const slow = onLeg(dossierId, 2, building);
  await slow('Clerk', 'acceptance');
  clock.set = '2026-11-30T17:00:00.000Z';
  const { data } = await province.waitFor(legStream({ dossierId, order: 2 }), 'LegOverdueDeclared');
  expect(data).toMatchObject({ agency: building, dueAt: '2026-11-30T16:59:59.999Z' });

  const head = onLeg(dossierId, 2, oneStop);
  await head('OneStopHead', 'rerouting', { to: health, reason: 'Quá hạn, chuyển cơ quan khác' });
  const proposal = `/dossiers/${dossierId}/legs/2/rerouting`;
  expect(await clerks.refused(building, 'OneStopHead', proposal, { to: health, reason: 'x' })).toBe(
    'leg:only-the-one-stop',
  );
  const { position } = await onLeg(dossierId, 2, finance)('Leader', 'rerouting/agreement');
  const mine = (rows: readonly LegRow[]) => rows.filter((row) => row.dossierId === dossierId);
  expect(mine((await listed(building, `after=${String(position)}`)).rows)).toEqual([]);
  expect(mine((await listed(health, `after=${String(position)}`)).rows)).toMatchObject([
    ...[{ order: 2, oneStop, lead: finance, state: 'Pending', late: false, lateAgencies: [building] }],
  ]);
  const end = await done(dossierId, 2, health);
  expect((await shown(health, dossierId, end)).route).toMatchObject({ done: 2 });
});

it('waits for a supplement that its lead agency asks for a leg, and its legs go on with it', async () => {
  const legs = [finance, building].map((agency) => ({ agency, task: 'Thẩm định', time: days(2) }));
  const other = 'bo-sung.1';
  await clerks.act(oneStop, 'Operator', '/procedures', {
    ...{ ...testProcedure(other), legalTime: days(12), publishedTime: days(10) },
  });
  const before = procedure;
  procedure = other;
  const dossierId = await routed({ mode: 'parallel', lead: finance, legs });
  procedure = before;
  await Promise.all([opened(dossierId, 1), opened(dossierId, 2)]);
  const path = `/dossiers/${dossierId}`;
  const request = { wanting: [{ key: 'ban-ve', detail: 'Thiếu mặt cắt' }], reason: 'Chưa đủ', order: 2 };
  const refused = (agency: string) => clerks.refused(agency, 'Leader', `${path}/supplement`, request);
  expect(await refused(finance)).toBe('dossier:leg-not-at-work');
  await onLeg(dossierId, 2, building)('Clerk', 'acceptance');
  expect(await refused(building)).toBe('dossier:not-the-lead');
  const { order: _, ...lacking } = request;
  const { position } = await onLeg(dossierId, 2, building)('Specialist', 'supplement', lacking);
  expect((await shown(finance, dossierId, position)).route?.legs).toMatchObject([{}, { lacking }]);
  await act(finance, 'Leader', `${path}/supplement`, request);
  const stands = await province.waitFor(legStream({ dossierId, order: 2 }), 'LegPaused');
  expect(stands.data).toMatchObject({ agency: building, since: morning });
  const view = await shown(building, dossierId, tokenOf(stands));
  expect(view.route?.legs[1]).not.toHaveProperty('lacking');
  expect(view).toMatchObject({
    ...{ stage: 'AwaitingSupplement', route: { legs: [{ pausedAt: morning }, { pausedAt: morning }] } },
  });

  clock.set = '2026-12-02T02:00:00.000Z';
  const components = [{ key: 'ban-ve', originals: 2 }];
  await act(oneStop, 'OneStopOfficer', `${path}/supplement/receipt`, { components });
  await act(oneStop, 'OneStopOfficer', `${path}/supplement/acceptance`);
  await province.waitFor(legStream({ dossierId, order: 1 }), 'LegDeadlineRecomputed');
  const moved = await province.waitFor(legStream({ dossierId, order: 2 }), 'LegDeadlineRecomputed');
  expect(moved.data).toMatchObject({ before: '2026-11-30T16:59:59.999Z', dueAt: '2026-12-04T16:59:59.999Z' });
  const after = await shown(building, dossierId, tokenOf(moved));
  expect(after.stage).toBe('Routed');
  expect(after.route?.legs.map(({ late, pausedAt }) => ({ late, pausedAt }))).toEqual([
    { late: false },
    { late: false },
  ]);
  expect(await province.factsOf(legStream({ dossierId, order: 2 }))).not.toContain('LegOverdueDeclared');
});

it('has documents for the results of its legs where its procedure wants them, each of its own agency', async () => {
  const strict = 'lien-thong.van-ban';
  await clerks.act(oneStop, 'Operator', '/procedures', { ...testProcedure(strict), resultDocument: true });
  const before = procedure;
  procedure = strict;
  const legs = [{ agency: building, task: 'Thẩm định', time: days(1) }];
  const dossierId = await routed({ mode: 'sequential', lead: finance, legs });
  procedure = before;
  await opened(dossierId, 1);
  const leg = onLeg(dossierId, 1, building);
  await leg('OneStopOfficer', 'acceptance');
  const result = `/dossiers/${dossierId}/legs/1/result`;
  const refused = (body: Record<string, unknown>) => clerks.refused(building, 'Specialist', result, body);
  expect(await refused({ sha256 })).toBe('leg:result-document-required');

  const part = await province.upload(building, 'kết quả');
  const { documentId, symbol } = await sealedBy(clerks, building, part);
  const theirs = await sealedBy(clerks, health, await province.upload(health, 'kết quả'));
  expect(await refused(theirs)).toBe('leg:result-document-not-found');
  expect(await refused({ documentId, sha256: 'f'.repeat(64) })).toBe('leg:result-document-differs');
  const { position } = await leg('Specialist', 'result', { documentId, sha256 });
  const { data } = await province.waitFor(legStream({ dossierId, order: 1 }), 'LegResultDelivered');
  expect(data).toMatchObject({ sha256, symbol, document: { documentId } });
  expect((await shown(finance, dossierId, position)).route?.legs).toMatchObject([
    { state: 'Done', resultSha256: sha256, resultSymbol: symbol, resultDocument: documentId },
  ]);
  const { position: end } = await act(finance, 'Leader', `/dossiers/${dossierId}/consolidation`);
  expect(await shown(finance, dossierId, end)).toMatchObject({ stage: 'Finished' });
  const whole = await province.waitFor(dossierStream(dossierId), 'LinkedResultsConsolidated');
  expect(whole.data).toMatchObject({ results: [{ agency: building, document: { documentId } }] });
});

it('ends with a refused leg, and with it whatever is not over', async () => {
  const dossierId = await routed();
  await opened(dossierId, 1);
  const leg = onLeg(dossierId, 1, finance);
  await leg('OneStopOfficer', 'acceptance');
  await leg('Leader', 'refusal', { reason: 'Không phù hợp quy hoạch' });
  const decision = { order: 1, reason: 'Không phù hợp quy hoạch' };
  expect(
    await clerks.refused(finance, 'Leader', `/dossiers/${dossierId}/refused-leg/continuation`, decision),
  ).toBe('dossier:leg-is-mandatory');
  const { position } = await act(finance, 'Leader', `/dossiers/${dossierId}/refused-leg/refusal`, decision);
  expect(await shown(oneStop, dossierId, position)).toMatchObject({
    ...{ stage: 'Finished', outcome: 'refused' },
    route: { legs: [{ state: 'Refused' }, { state: 'Planned' }, { state: 'Planned' }] },
  });
});

it('is told whole to an auditor, each leg as it was at any moment', async () => {
  const dossierId = await routed();
  await done(dossierId, 1, finance);
  await opened(dossierId, 2);
  const path = `/audit/dossiers/${dossierId}/legs/history`;
  const history = (query = '') => clerks.get<LegsHistory>(oneStop, 'Auditor', `${path}${query}`);
  const { state, events } = await history();
  expect(events.map(({ type }) => type)).toEqual([
    ...['LegOpened.v1', 'LegAccepted.v1', 'LegResultDelivered.v1', 'LegOpened.v1'],
  ]);
  expect(state.legs).toMatchObject({
    1: { status: 'Done' },
    2: { status: 'Pending' },
    3: { status: 'absent' },
  });
  const first = await history('?limit=3');
  const rest = await history(`?cursor=${first.next ?? ''}`);
  expect([...first.events, ...rest.events]).toEqual(events);
  expect((await history('?revision=1')).events).toEqual([]);
});

it('goes on without an optional leg, and closes what is open when it is withdrawn', async () => {
  const dossierId = await routed();
  await done(dossierId, 1, finance);
  await done(dossierId, 2, building);
  await opened(dossierId, 3);
  const leg = onLeg(dossierId, 3, health);
  await leg('Clerk', 'acceptance');
  await leg('Leader', 'refusal', { reason: 'Không thuộc lĩnh vực' });
  const path = `/dossiers/${dossierId}`;
  expect(await clerks.refused(finance, 'Leader', `${path}/consolidation`)).toBe(
    'dossier:refused-leg-undecided',
  );
  const decision = { order: 3, reason: 'Không bắt buộc' };
  await act(finance, 'Leader', `${path}/refused-leg/continuation`, decision);
  await act(finance, 'Leader', `${path}/consolidation`);

  const withdrawn = await routed();
  await opened(withdrawn, 1);
  await act(oneStop, 'OneStopOfficer', `/dossiers/${withdrawn}/withdrawal`, { reason: 'Đổi ý' });
  await act(oneStop, 'Leader', `/dossiers/${withdrawn}/withdrawal/agreement`);
  const { data } = await province.waitFor(legStream({ dossierId: withdrawn, order: 1 }), 'LegClosed');
  expect(data).toMatchObject({ agency: finance, end: 'withdrawn' });
  expect(await clerks.refused(finance, 'Clerk', `/dossiers/${withdrawn}/legs/1/acceptance`)).toBe(
    'leg:not-at-this-state',
  );
});

it('goes up under the eyes of the unit above, and its result comes down', async () => {
  const upward = 'len-tren.1';
  await clerks.act(oneStop, 'Operator', '/procedures', testProcedure(upward));
  const before = procedure;
  procedure = upward;
  const ministry = 'G17';
  const name = { name: 'Bộ Xây dựng', abbreviation: 'BXD' };
  await province.found([{ code: ministry, ...name, tier: 'province' }]);
  const up = (agency: string) => ({
    ...{ mode: 'upward', lead: finance },
    legs: [{ agency, task: 'Thẩm định cấp trên', time: days(2), monitor: building }],
  });
  const dossierId = await accepted();
  procedure = before;
  const path = `/dossiers/${dossierId}`;
  const flat = await clerks.refused(oneStop, 'OneStopOfficer', `${path}/route`, up(finance));
  expect(flat).toBe('dossier:route-not-upward');
  await act(oneStop, 'OneStopOfficer', `${path}/route`, up(ministry));
  await opened(dossierId, 1);
  const proposal = { to: health, reason: 'Đã chuyển chức năng' };
  const aside = await clerks.refused(oneStop, 'OneStopHead', `${path}/legs/1/rerouting`, proposal);
  expect(aside).toBe('leg:not-upward');
  await done(dossierId, 1, ministry);
  expect(await province.factsOf(legStream({ dossierId, order: 1 }))).toEqual([
    ...['LegOpened', 'LegMonitoringShared', 'LegAccepted', 'LegResultReturnedDown'],
  ]);
});

it('takes no route that its procedure does not name, that no agency is there for, or that lasts too long', async () => {
  const path = async () => {
    const submission = {
      ...{ procedure, channel: 'counter', applicantRef },
      components: [
        { key: 'to-khai', sha256: form, originals: 0 },
        { key: 'ban-ve', originals: 2 },
      ],
    };
    const { dossierId } = await act(oneStop, 'OneStopOfficer', '/dossiers/submissions', submission);
    return `/dossiers/${String(dossierId)}`;
  };
  const submitted = await path();
  const refused = (body: object) =>
    clerks.refused(oneStop, 'OneStopOfficer', `${submitted}/route`, body as never);
  expect(await refused({})).toBe('dossier:not-at-this-stage');
  await act(oneStop, 'OneStopOfficer', `${submitted}/acceptance`);
  const leg = { agency: finance, task: 'Thẩm định', time: days(2) };
  expect(await refused({ legs: [{ ...leg, agency: 'H99.4' }] })).toBe('dossier:outside-the-route');
  expect(await refused({ legs: [{ ...leg, time: days(11) }] })).toBe('dossier:legs-exceed-the-deadline');
  expect(await refused({ legs: [{ ...leg, monitor: 'H99.77' }] })).toBe('dossier:route-agency-not-found');
});

it('lists the legs of an agency in pages, the earliest due first', async () => {
  await routed();
  const last = await routed();
  await opened(last, 1);
  const end = await onLeg(last, 1, finance)('Clerk', 'acceptance');
  const first = await listed(finance, `limit=1&after=${String(end['position'])}`);
  expect(first.rows).toHaveLength(1);
  const rest = await listed(finance, `limit=200&cursor=${first.next ?? ''}`);
  const all = [...first.rows, ...rest.rows];
  expect(all.map(({ dueAt }) => dueAt)).toEqual(all.map(({ dueAt }) => dueAt).sort());
  expect(all.some(({ dossierId }) => dossierId === last)).toBe(true);
  expect((await listed(finance, 'state=Done')).rows.every(({ state }) => state === 'Done')).toBe(true);
});

it('is gone on with by whoever took over from its agency', async () => {
  const dossierId = await routed({ legs: [{ agency: building, task: 'Xác định vị trí', time: days(2) }] });
  await opened(dossierId, 1);
  const closing = {
    how: 'merged',
    successors: [health],
    effectiveDate: '2026-01-01',
    legalBasis: '1/NQ-HĐND',
  };
  await act(oneStop, 'Operator', `/agencies/${building}/closing`, closing);
  const successor = onLeg(dossierId, 1, health);
  const { position } = await successor('Clerk', 'acceptance');
  const { data, metadata } = await province.waitFor(legStream({ dossierId, order: 1 }), 'LegAccepted');
  expect(data).toMatchObject({ agency: building });
  expect(metadata).toMatchObject({ actor: { agency: health }, onBehalfOf: building });
  const { rows } = await listed(health, `after=${String(position)}`);
  expect(rows.find((row) => row.dossierId === dossierId)).toMatchObject({
    forAgency: building,
    state: 'Active',
  });
});

it('answers as the document of the edge says', async () =>
  expect(await wronglyDescribed(edge, 'interlinked')).toEqual([]));
