import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { NewEvent } from '@adapters/event-store';
import { type DossierHistory, messageBytesMax, subjects } from '@contracts';
import { localDate, localYear } from '@domain/codes';
import type { Codec, Fact } from '@domain/decider';
import { dossierCodec, type DossierEvent, dossierStream } from '@domain/dossier';
import { paperKey, registerCodec, type RegisterEvent, registerStream } from '@domain/register';
import { accepted, type Province, startProvince } from './province';
import { metaOf } from './scribe';

const agency = 'H99.1';
const now = new Date().toISOString();
const at = (minute: number) =>
  new Date(Date.parse('2026-01-01T00:00:00.000Z') + minute * 60_000).toISOString();

let province: Province;
beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'exchange', 'audit'] });
  await province.found();
});
afterAll(async () => {
  expect(province.log).toEqual([]);
  await province.stop();
});

async function write<E extends Fact>(codec: Codec<E>, stream: string, facts: readonly E[]): Promise<void> {
  const events = facts.map((fact): NewEvent => ({
    ...codec.encode(fact),
    id: randomUUID(),
    metadata: metaOf(agency),
  }));
  for (let from = 0; from < events.length; from += 500)
    await province.store.append(
      stream,
      events.slice(from, from + 500),
      from === 0 ? 'absent' : BigInt(from - 1),
    );
}

/** Resolves once a snapshot of the stream stands in the folder. */
async function isKept(stream: string): Promise<void> {
  const folder = join(province.context.configuration.dataDir, 'snapshots');
  for (;;) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes(`${stream}.snapshot`)) return;
    await pause(10);
  }
}

async function snapshots(): Promise<Readonly<Record<string, number>>> {
  const { values } = await province.context.metrics.snapshots.get();
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.outcome), value]));
}

/** Takes the service up again, with nothing in memory; answers what it then did with snapshots. */
async function afterAStart(service: 'audit' | 'exchange', work: () => Promise<void>) {
  await province.stopService(service);
  await province.startService(service);
  province.context.metrics.snapshots.reset();
  await work();
  return snapshots();
}

it('the first number after a start follows on all that were given before', async () => {
  const book = { agency, series: 'incoming', bookYear: localYear(now) };
  const stream = registerStream(book);
  const facts = Array.from({ length: 1_500 }, (_, index): RegisterEvent => {
    const allocation = { number: index + 1, key: paperKey(randomUUID()), officer: 'vt.01', at: at(index) };
    return { type: 'NumberAllocated', data: { ...book, ...allocation } };
  });
  await write(registerCodec, stream, facts);
  const paper = { arrivedDate: localDate(now), sender: 'Công ty cổ phần B', subject: 'Đề nghị' };
  const clerk = province.officer(agency, 'Clerk');
  const next = async () => {
    const { recordIncomingPaper } = subjects;
    const answer = await clerk.command<{ number: number }>(
      recordIncomingPaper,
      { year: book.bookYear },
      paper,
    );
    return accepted(answer).number;
  };
  expect(await next()).toBe(1_501);
  await isKept(stream);
  const done = await afterAStart('exchange', async () => expect(await next()).toBe(1_502));
  expect(done).toEqual({ used: 1 });
});

describe('a dossier of 6,000 events', () => {
  const dossierId = randomUUID();
  const stream = dossierStream(dossierId);
  const length = 6_000;
  const whose = { dossierId, agency: 'H99', officer: 'mc.01' };
  const facts = Array.from({ length }, (_, index): DossierEvent => {
    if (index > 0)
      return { type: 'ActivityRecorded', data: { ...whose, activity: `việc ${index}`, at: at(index) } };
    const opening = { procedure: '2.000635', channel: 'counter' as const, applicantRef: randomUUID() };
    return { type: 'DossierOpened', data: { ...whose, ...opening, codes: [], startedAt: at(0), at: at(0) } };
  });
  beforeAll(() => write(dossierCodec, stream, facts));

  const ask = async (question: object = {}) => {
    const auditor = province.officer('H99', 'Auditor');
    const reply = await auditor.query<DossierHistory>(subjects.getDossierHistory, { dossierId }, question);
    expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(messageBytesMax);
    return accepted(reply);
  };
  const told = { status: 'held', holder: 'H99', activities: length - 1 };

  it('is told, and after a start without being read whole', async () => {
    const first = await ask();
    expect(first.state).toMatchObject(told);
    await isKept(stream);
    const done = await afterAStart('audit', async () => expect(await ask()).toEqual(first));
    expect(done).toEqual({ used: 1 });
  });

  it('is told page by page, each event once', async () => {
    const revisions: number[] = [];
    let cursor: string | undefined;
    do {
      const { state, events, next } = await ask({ limit: 500, ...(cursor && { cursor }) });
      expect(state).toMatchObject(told);
      revisions.push(...events.map(({ revision }) => revision));
      cursor = next;
    } while (cursor !== undefined);
    expect(revisions).toEqual(facts.map((_, index) => index));
  });

  it.each([
    ['a revision before', { revision: 2_000 }, 2_000],
    ['the last revision', { revision: length - 1 }, length - 1],
    ['an instant', { at: at(3_000) }, 3_000],
  ])('is told as it was at %s', async (_, moment, last) => {
    const { state, events, next } = await ask({ ...moment, cursor: `r${last - 3}` });
    expect(state).toMatchObject({ ...told, activities: last });
    expect([events.map(({ revision }) => revision), next]).toEqual([[last - 2, last - 1, last], undefined]);
  });

  it('has nothing to tell behind its end, and no cursor of another form', async () => {
    expect(await ask({ cursor: `r${length + 7}` })).toEqual({ state: expect.anything(), events: [] });
    const auditor = province.officer('H99', 'Auditor');
    const reply = await auditor.query(subjects.getDossierHistory, { dossierId }, { cursor: '12' });
    expect(reply).toMatchObject({ ok: false, context: 'request', refused: 'malformed' });
  });
});
