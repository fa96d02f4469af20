import { randomUUID } from 'node:crypto';
import { isUnfollowed, renewHistory } from '@adapters/event-store';
import { parsePositionToken, positionToken } from '@contracts';
import { Edge, problemIn, type Visitor } from './edge';
import { officerId, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

const startLimitMs = 120_000;
jest.setTimeout(120_000);

let province: Province;
let edge: Edge;
let scribe: Scribe;
let clerk: Visitor;
let sender: Visitor;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'read-models', 'audit'],
    settings: { LIENTHONG_PORT: '0' },
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
    const ids = told.map(({ id }) => parsePositionToken(id)?.commit ?? -1n);
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
