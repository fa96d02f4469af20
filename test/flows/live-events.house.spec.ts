import { randomUUID } from 'node:crypto';
import { isUnfollowed, renewHistory } from '@adapters/event-store';
import { PostgresReadStore, sql } from '@adapters/read-store';
import { parsePositionToken, positionToken, subjects } from '@contracts';
import { localDate } from '@domain/codes';
import { Edge, problemIn, type Visitor } from './edge';
import { accepted, officerId, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

const startLimitMs = 120_000;
jest.setTimeout(120_000);

let province: Province;
let edge: Edge;
let scribe: Scribe;
let clerk: Visitor;
let sender: Visitor;
/** Of the whole house; the day it is when absent. */
let today: string | undefined;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'read-models', 'audit'],
    settings: { LIENTHONG_PORT: '0' },
    clock: { now: () => today ?? new Date().toISOString() },
  });
  await province.found();
  edge = await Edge.start(province.context);
  scribe = new Scribe(inStore(province.store));
  clerk = await edge.as('H99.2', 'Clerk');
  sender = await edge.as('H99.1', 'Clerk');
}, startLimitMs);
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly documentId: string; readonly to?: string; readonly state: string };
}

/** Reads server-sent events as the HTML standard says, and remembers the last id as a browser does. */
class Listener {
  lastEventId = '';
  /** Heartbeats. */
  beats = 0;
  readonly told: Told[] = [];
  private readonly ending = new AbortController();
  private reader: AsyncIterator<string> | undefined;
  private rest = '';

  constructor(
    private readonly visitor: Visitor,
    private readonly path: string,
  ) {}

  async open(address = edge.address): Promise<Response> {
    const headers = {
      authorization: `Bearer ${this.visitor.token}`,
      ...(this.lastEventId === '' ? {} : { 'last-event-id': this.lastEventId }),
    };
    const response = await fetch(address + this.path, { headers, signal: this.ending.signal });
    if (response.ok && response.body !== null) {
      this.reader = response.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
      // The position it begins from.
      while (this.lastEventId === '') await this.more();
    }
    return response;
  }

  /** Until something holds of what was told, or the stream ends. */
  async until(holds: () => boolean): Promise<boolean> {
    while (!holds()) if (!(await this.more())) return false;
    return true;
  }

  close(): void {
    this.ending.abort();
  }

  private async more(): Promise<boolean> {
    const next = await this.reader?.next().catch(() => undefined);
    if (next === undefined || next.done === true) return false;
    const blocks = (this.rest + next.value).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) this.take(block);
    return true;
  }

  private take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    this.lastEventId = field('id') ?? this.lastEventId;
    const data = field('data');
    if (data === undefined) this.beats += 1;
    if (data === undefined) return;
    this.told.push({ id: this.lastEventId, event: field('event') ?? '', data: JSON.parse(data) });
  }
}

async function listening(visitor: Visitor, path: string, from = ''): Promise<Listener> {
  const listener = new Listener(visitor, path);
  listener.lastEventId = from;
  const { status } = await listener.open();
  expect(status).toBe(200);
  return listener;
}

const commitIn = (token: string): bigint => parsePositionToken(token)?.commit ?? -1n;

/** Of the newest fact: what stands behind it may be a look, which no reader ever hears of. */
async function headToken(): Promise<string> {
  const events = await province.store.readAll({ max: 10_000 });
  const commit = events.findLast(({ stream }) => !isUnfollowed(stream))?.position ?? 0n;
  return positionToken({ storeId: province.storeId, commit });
}

describe('the stream of an inbox', () => {
  it('tells what comes in and what becomes of it, and nothing of others', async () => {
    const live = await listening(clerk, '/inbox/events');
    const other = await scribe.issued('H99.1', ['H99.3']);
    await scribe.arrive(other, 'H99.3');
    const documentId = await scribe.issued('H99.1', ['H99.2']);
    await scribe.arrive(documentId, 'H99.2');
    await scribe.accept(documentId, 'H99.2');
    await live.until(() => live.told.length >= 2);
    expect(live.told).toMatchObject([
      { event: 'DocumentArrived', data: { documentId, from: 'H99.1', to: 'H99.2', state: 'Arrived' } },
      { event: 'ReceiptAccepted', data: { documentId, state: 'Accepted' } },
    ]);
    live.close();
  });

  it('goes on after the last id, with nothing missing or twice, whoever restarts meanwhile', async () => {
    const first = await listening(clerk, '/inbox/events');
    const expected: string[] = [];
    let isWriting = true;
    const writing = (async () => {
      while (isWriting || expected.length < 40) {
        const documentId = await scribe.issued('H99.1', ['H99.2']);
        await scribe.arrive(documentId, 'H99.2');
        expected.push(documentId);
      }
    })();
    const told: Told[] = [];
    await first.until(() => first.told.length >= 5);
    first.close();
    told.push(...first.told);

    const second = await listening(clerk, '/inbox/events', first.told.at(-1)?.id);
    await second.until(() => second.told.length >= 5);
    await province.stopService('read-models');
    await province.startService('read-models');
    const seen = second.told.length;
    await second.until(() => second.told.length >= seen + 5);
    second.close();
    told.push(...second.told);

    await edge.stop();
    edge = await Edge.start(province.context);
    clerk = edge.withToken(clerk.token);
    sender = edge.withToken(sender.token);
    isWriting = false;
    await writing;
    const third = await listening(clerk, '/inbox/events', second.told.at(-1)?.id);
    await third.until(() => third.told.at(-1)?.data.documentId === expected.at(-1));
    third.close();
    told.push(...third.told);
    expect(told.map(({ data }) => data.documentId)).toEqual(expected);
    const ids = told.map(({ id }) => commitIn(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('moves its id on while nothing happens, so that coming back is cheap', async () => {
    const live = await listening(clerk, '/inbox/events');
    const begun = live.lastEventId;
    for (let i = 0; i < 3; i++) await scribe.issued('H99.1', ['H99.3']);
    await live.until(() => live.lastEventId !== begun);
    expect(live.told).toEqual([]);
    live.close();
  });
});

describe('the stream of a document', () => {
  it('tells its sender everything, a recipient its own delivery from the arrival on', async () => {
    const documentId = await scribe.numbered('H99.1');
    const from = await headToken();
    const path = `/documents/${documentId}/events`;
    const all = await listening(sender, path, from);
    expect(problemIn(await clerk.get(path)).type).toBe('urn:lienthong:problem:document:not-found');
    await scribe.issue(documentId, 'H99.1', ['H99.2', 'H99.3']);
    const delivery = { documentId, from: 'H99.1', symbol: '1/BC', documentType: 'BC', subject: 'x' } as const;
    for (const to of ['H99.2', 'H99.3']) {
      const more = { urgency: 'normal', contents: [] } as const;
      await scribe.onDelivery(documentId, to, { type: 'RequestDelivery', to, ...delivery, ...more });
      await scribe.arrive(documentId, to);
    }
    await all.until(() => all.told.length >= 5);
    expect(all.told.map(({ event, data }) => [event, data.to])).toEqual([
      ['OrganisationSealApplied', undefined],
      ['DocumentRegistered', undefined],
      ['DocumentIssued', undefined],
      ['DocumentArrived', 'H99.2'],
      ['DocumentArrived', 'H99.3'],
    ]);
    all.close();
    const own = await listening(clerk, path, from);
    await scribe.refuse(documentId, 'H99.2');
    await own.until(() => own.told.length >= 2);
    expect(own.told.map(({ event, data }) => [event, data.to])).toEqual([
      ['DocumentArrived', 'H99.2'],
      ['ReceiptRefused', 'H99.2'],
    ]);
    own.close();
  });
});

describe('a stream', () => {
  it.each([
    ['no id', 'yesterday', 'request:malformed-header'],
    ['an id of another store', `${randomUUID()}.7`, 'position:of-another-store'],
  ])('after %s is refused', async (_, lastEventId, problem) => {
    const answer = await clerk.get('/inbox/events', { 'last-event-id': lastEventId });
    expect(problemIn(answer).type).toBe(`urn:lienthong:problem:${problem}`);
  });

  it('is refused without a token, and over the number an officer may have open', async () => {
    const nobody = await edge.withToken(undefined).get('/inbox/events');
    expect(problemIn(nobody).type).toBe('urn:lienthong:problem:request:not-authenticated');
    const crowd = await edge.as('H99.4', 'Clerk');
    const open: Listener[] = [];
    for (let i = 0; i < 8; i++) open.push(await listening(crowd, '/inbox/events'));
    const over = await crowd.get('/inbox/events');
    expect(over.status).toBe(429);
    expect(problemIn(over).retry).toBe('later');
    expect(over.headers.get('retry-after')).toBe('30');
    const colleague = await listening(await edge.as('H99.4', 'Leader'), '/inbox/events');
    colleague.close();
    for (const live of open) live.close();
    for (;;) {
      const again = new Listener(crowd, '/inbox/events');
      const { status } = await again.open();
      again.close();
      if (status === 200) break;
    }
  });

  it('ends with its token', async () => {
    const holder = { sub: officerId('Clerk', 'H99.3'), agency: 'H99.3', roles: ['Clerk'] as const };
    const token = await edge.issuer.issue({ ...holder, hours: -25 / 3600 });
    const live = await listening(edge.withToken(token), '/inbox/events');
    expect(await live.until(() => false)).toBe(false);
  });
});

/** What PostgreSQL knows of the sessions that ask for rows, its own left out; those of the turn have another name. */
class RowsAsked {
  private readonly reads = PostgresReadStore.open(province.context.configuration.databaseUrl);

  async now(): Promise<string> {
    const [row] = await this.reads.query<{ now: string }>(sql`select clock_timestamp()::text as now`);
    return row?.now ?? '';
  }

  async sessionsThatAsked(since: string): Promise<number> {
    const found = await this.reads.query(sql`
      select from pg_stat_activity
      where datname = current_database() and application_name = 'lienthong-read-models' and pid <> pg_backend_pid()
        and query_start > ${since}::timestamptz`);
    return found.length;
  }

  close(): Promise<void> {
    return this.reads.close();
  }
}

describe('streams to which nothing happens', () => {
  const heartbeatMs = 3_000;
  let rows: RowsAsked;

  beforeAll(() => void (rows = new RowsAsked()));
  afterAll(() => rows.close());

  it('ask the rows for nothing, and hear of the next fact before the next heartbeat', async () => {
    const documentId = await scribe.issued('H99.1', ['H99.2']);
    const roles = ['Clerk', 'Leader', 'Specialist'] as const;
    const readers = await Promise.all(roles.map((role) => edge.as('H99.2', role)));
    const open = await Promise.all([
      ...readers.flatMap((reader) => Array.from({ length: 8 }, () => listening(reader, '/inbox/events'))),
      ...Array.from({ length: 8 }, () => listening(sender, `/documents/${documentId}/events`)),
    ]);
    const further = (beats: number) =>
      Promise.all(
        open.map((live, _, __, until = live.beats + beats) => live.until(() => live.beats >= until)),
      );
    // What was written while they were opened is asked for once.
    await further(2);
    const since = await rows.now();
    await further(2);
    expect(await rows.sessionsThatAsked(since)).toBe(0);

    await scribe.arrive(documentId, 'H99.2');
    const begunMs = performance.now();
    await Promise.all(open.map((live) => live.until(() => live.told.length > 0)));
    expect(performance.now() - begunMs).toBeLessThan(heartbeatMs);
    expect(await rows.sessionsThatAsked(since)).toBeGreaterThan(0);
    for (const live of open) {
      expect(live.told).toMatchObject([{ event: 'DocumentArrived', data: { documentId, to: 'H99.2' } }]);
      live.close();
    }
  });

  it('hear of the mail of a closed agency from the day on that it is theirs', async () => {
    const operator = province.officer('H99', 'Operator');
    const target = { agency: 'H99.5' };
    const card = { name: 'Phòng Thử', abbreviation: 'PT', tier: 'province', parent: 'H99' };
    accepted(await operator.command(subjects.registerAgency, target, card));
    const day = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
    const closing = {
      how: 'dissolved',
      successors: ['H99.3'],
      effectiveDate: localDate(day),
      legalBasis: '1/QĐ',
    };
    accepted(await operator.command(subjects.closeAgency, target, closing));
    const live = await listening(await edge.as('H99.3', 'Clerk'), '/inbox/events', await headToken());
    await scribe.arrive(await scribe.issued('H99.1', ['H99.5']), 'H99.5');
    const before = commitIn(await headToken());
    await live.until(() => commitIn(live.lastEventId) >= before);
    expect(live.told).toEqual([]);
    today = day;
    const until = live.beats + 2;
    await live.until(() => live.beats >= until);
    const documentId = await scribe.issued('H99.1', ['H99.5']);
    await scribe.arrive(documentId, 'H99.5');
    await live.until(() => live.told.length > 0);
    expect(live.told).toMatchObject([{ event: 'DocumentArrived', data: { documentId, to: 'H99.5' } }]);
    live.close();
    today = undefined;
  });
});

it('of a lost future ends, and is refused from then on', async () => {
  const future = await headToken();
  const live = await listening(clerk, '/inbox/events', future);
  await renewHistory(province.store, { after: '0', at: new Date().toISOString() }, randomUUID());
  while (province.context.history.epoch === 1) await new Promise((resolve) => setImmediate(resolve));
  await scribe.arrive(await scribe.issued('H99.1', ['H99.2']), 'H99.2');
  expect(await live.until(() => false)).toBe(false);
  for (const lastEventId of [future, live.lastEventId]) {
    const answer = await clerk.get('/inbox/events', { 'last-event-id': lastEventId });
    const { type, status } = problemIn(answer);
    expect([type, status]).toEqual(['urn:lienthong:problem:position:of-a-lost-future', 409]);
  }
});
