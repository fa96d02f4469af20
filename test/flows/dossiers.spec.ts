import { randomUUID } from 'node:crypto';
import { type DossierOpened, type HandoffOffered, type Message, subjects } from '@contracts';
import { dossierStream } from '@domain/dossier';
import { applicantOf } from './applying';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';

let province: Province;
let centre: Officer;
let finance: Officer;
let commune: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'dossiers'] });
  await province.found();
  centre = province.officer('H99', 'OneStopOfficer');
  finance = province.officer('H99.1', 'OneStopOfficer');
  commune = province.officer('H99.4', 'OneStopOfficer');
  opening.applicantRef = await applicantOf(centre);
});
afterAll(async () => {
  await province.stop();
  expect(province.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

const opening = { procedure: '2.000635', channel: 'counter', applicantRef: '' };

async function opened(): Promise<string> {
  const { dossierId } = accepted(await centre.command<DossierOpened>(subjects.openDossier, {}, opening));
  return dossierId;
}

const offer = (giver: Officer, dossierId: string, to: string, key?: string) =>
  giver.command<HandoffOffered>(subjects.offerHandoff, { dossierId }, { to, reason: 'Thẩm định' }, key);

async function offered(giver: Officer, dossierId: string, to: string): Promise<string> {
  return accepted(await offer(giver, dossierId, to)).handoffId;
}

describe('a dossier on its way', () => {
  it('is opened, offered, returned with a reason, offered again, accepted and completed', async () => {
    const dossierId = await opened();
    const first = await offered(centre, dossierId, 'H99.1');
    const reason = { reason: 'Không thuộc thẩm quyền' };
    accepted(await finance.command(subjects.returnHandoff, { dossierId, handoffId: first }, reason));
    const second = await offered(centre, dossierId, 'H99.4');
    accepted(await commune.command(subjects.acceptHandoff, { dossierId, handoffId: second }));
    accepted(await commune.command(subjects.recordActivity, { dossierId }, { activity: 'Xác minh' }));
    accepted(await commune.command(subjects.completeDossier, { dossierId }, { outcome: 'granted' }));

    expect(await province.factsOf(dossierStream(dossierId))).toEqual([
      'DossierOpened',
      'HandoffOffered',
      'HandoffReturned',
      'HandoffOffered',
      'HandoffAccepted',
      'ActivityRecorded',
      'DossierCompleted',
    ]);
    const { data, metadata } = await province.waitFor(dossierStream(dossierId), 'HandoffAccepted');
    expect(data).toMatchObject({
      from: 'H99',
      to: 'H99.4',
      giver: officerId('OneStopOfficer', 'H99'),
      taker: officerId('OneStopOfficer', 'H99.4'),
    });
    expect(metadata).toMatchObject({
      v: 1,
      actor: { agency: 'H99.4', officer: officerId('OneStopOfficer', 'H99.4'), role: 'OneStopOfficer' },
      source: 'http',
    });
  });

  it('is recalled by its giver and held by it again', async () => {
    const dossierId = await opened();
    const handoffId = await offered(centre, dossierId, 'H99.1');
    const recall = { reason: 'Gửi nhầm nơi nhận' };
    accepted(await centre.command(subjects.recallHandoff, { dossierId, handoffId }, recall));
    expect(await finance.command(subjects.acceptHandoff, { dossierId, handoffId })).toMatchObject({
      ok: false,
      context: 'dossier',
      refused: 'handoff-already-settled',
    });
    accepted(await offer(centre, dossierId, 'H99.2'));
  });

  it('is settled once: the same again under another key is told who did it and when', async () => {
    const dossierId = await opened();
    const handoffId = await offered(centre, dossierId, 'H99.1');
    const key = randomUUID();
    const accept = (of?: string) =>
      finance.command(subjects.acceptHandoff, { dossierId, handoffId }, {}, of ?? randomUUID());
    const once = await accept(key);
    accepted(once);
    const { data } = await province.waitFor(dossierStream(dossierId), 'HandoffAccepted');
    expect(await accept()).toMatchObject({
      refused: 'handoff-already-settled',
      about: {
        settled: 'accepted',
        agency: 'H99.1',
        officer: officerId('OneStopOfficer', 'H99.1'),
        at: (data as { at: string }).at,
      },
    });
    expect(await accept(key)).toEqual(once);
    expect(await province.factsOf(dossierStream(dossierId))).toHaveLength(3);
  });
});

describe('a repeated command', () => {
  it('is recorded once and answered the same, also after the dossier moved on', async () => {
    const dossierId = await opened();
    const key = randomUUID();
    const once = await offer(centre, dossierId, 'H99.1', key);
    const { handoffId } = accepted(once);
    expect(await offer(centre, dossierId, 'H99.1', key)).toEqual(once);
    accepted(await finance.command(subjects.acceptHandoff, { dossierId, handoffId }));
    expect(await offer(centre, dossierId, 'H99.1', key)).toEqual(once);
    expect(await province.factsOf(dossierStream(dossierId))).toHaveLength(3);
  });

  it('opens one dossier for one key', async () => {
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => centre.command(subjects.openDossier, {}, opening, key)),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    const { dossierId } = accepted(replies[0] as (typeof replies)[number]) as DossierOpened;
    expect(await province.factsOf(dossierStream(dossierId))).toEqual(['DossierOpened']);
  });

  it('with another content under the same key is refused and changes nothing', async () => {
    const dossierId = await opened();
    const key = randomUUID();
    accepted(await offer(centre, dossierId, 'H99.1', key));
    expect(await offer(centre, dossierId, 'H99.2', key)).toEqual({
      ok: false,
      context: 'dossier',
      refused: 'idempotency-key-reused',
    });
    expect(await province.factsOf(dossierStream(dossierId))).toHaveLength(2);
  });
});

describe('refused, with nothing changed', () => {
  let dossierId: string;
  let handoffId: string;
  let facts: string[];

  beforeAll(async () => {
    dossierId = await opened();
    handoffId = await offered(centre, dossierId, 'H99.1');
    facts = await province.factsOf(dossierStream(dossierId));
  });
  afterEach(async () => expect(await province.factsOf(dossierStream(dossierId))).toEqual(facts));

  const reason = { reason: 'Lý do' };
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'a stranger',
      () => commune.command(subjects.completeDossier, { dossierId }, { outcome: 'other' }),
      'not-found',
    ],
    [
      'an unknown dossier',
      () => centre.command(subjects.completeDossier, { dossierId: randomUUID() }, { outcome: 'other' }),
      'not-found',
    ],
    ['a second offer', () => offer(centre, dossierId, 'H99.2'), 'handoff-already-pending'],
    [
      'the giver accepting',
      () => centre.command(subjects.acceptHandoff, { dossierId, handoffId }),
      'not-the-recipient',
    ],
    [
      'the recipient recalling',
      () => finance.command(subjects.recallHandoff, { dossierId, handoffId }, reason),
      'not-the-giver',
    ],
    [
      'an unknown hand-off',
      () => finance.command(subjects.acceptHandoff, { dossierId, handoffId: randomUUID() }),
      'handoff-not-found',
    ],
    [
      'completing while offered',
      () => centre.command(subjects.completeDossier, { dossierId }, { outcome: 'other' }),
      'handoff-already-pending',
    ],
    [
      'an activity of who does not hold it',
      () => finance.command(subjects.recordActivity, { dossierId }, { activity: 'Thẩm định' }),
      'not-the-holder',
    ],
  ])('%s', async (_, ask, refused) => {
    expect(await ask()).toEqual({ ok: false, context: 'dossier', refused });
  });

  it('an offer to nobody the directory knows', async () => {
    const held = await opened();
    expect(await offer(centre, held, 'H99.77')).toEqual({
      ok: false,
      context: 'dossier',
      refused: 'unknown-recipient',
    });
    expect(await offer(centre, held, 'H99')).toMatchObject({ refused: 'recipient-is-holder' });
  });

  it('a period that begins in the future', async () => {
    const startedAt = '2999-01-01T00:00:00.000Z';
    expect(await centre.command(subjects.openDossier, {}, { ...opening, startedAt })).toMatchObject({
      context: 'request',
      refused: 'malformed',
      errors: [{ pointer: '/body/startedAt' }],
    });
  });

  it.each<[string, Message, string]>([
    ['an unknown field', { target: {}, body: { ...opening, mark: 1 } }, '/body/mark'],
    ['an unknown channel', { target: {}, body: { ...opening, channel: 'pigeon' } }, '/body/channel'],
    ['no body', { target: {}, body: undefined }, '/body/procedure'],
  ])('%s', async (_, message, pointer) => {
    const reply = await province.requester.command(
      subjects.openDossier,
      message,
      centre.caller(randomUUID()),
    );
    expect(reply).toMatchObject({ ok: false, context: 'request', refused: 'malformed' });
    expect(reply).toHaveProperty('errors', expect.arrayContaining([expect.objectContaining({ pointer })]));
  });

  it('a past instant from anybody but an importer', async () => {
    const past = { occurredAt: '2026-01-05T01:00:00.000Z', importedFrom: `log.xes#${'a'.repeat(64)}` };
    const sneaking = centre.with({ ...past, source: 'import' });
    expect(await sneaking.command(subjects.openDossier, {}, opening)).toEqual({
      ok: false,
      context: 'request',
      refused: 'importer-only',
    });
  });
});

describe('an import', () => {
  const importedFrom = `log.xes#${'a'.repeat(64)}`;
  const importing = (occurredAt: string) =>
    province
      .officer('H99', 'Importer')
      .with({ source: 'import', importedFrom, onBehalfOf: 'H99.3', occurredAt });

  it('brings past instants in the order in which they happened', async () => {
    const past = importing('2026-01-05T01:00:00.000Z');
    const { dossierId } = accepted(await past.command<DossierOpened>(subjects.openDossier, {}, opening));
    const activity = { activity: 'Tiếp nhận' };
    accepted(
      await importing('2026-01-06T01:00:00.000Z').command(subjects.recordActivity, { dossierId }, activity),
    );
    expect(
      await importing('2026-01-05T23:00:00.000Z').command(subjects.recordActivity, { dossierId }, activity),
    ).toMatchObject({ context: 'dossier', refused: 'occurred-before-history' });

    const { data, metadata } = await province.waitFor(dossierStream(dossierId), 'ActivityRecorded');
    expect(data).toMatchObject({ at: '2026-01-06T01:00:00.000Z' });
    expect(metadata).toMatchObject({
      source: 'import',
      importedFrom,
      onBehalfOf: 'H99.3',
      actor: { agency: 'H99', role: 'Importer' },
    });
  });

  it('may bring a period that began after the first thing that was done', async () => {
    const startedAt = '2026-01-06T00:00:00.000Z';
    const past = importing('2026-01-05T01:00:00.000Z');
    accepted(await past.command(subjects.openDossier, {}, { ...opening, startedAt }));
  });
});
