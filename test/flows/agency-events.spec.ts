import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { followPublic, provisionPublicStream, publicStreamName } from '@adapters/messaging';
import { newUserPair } from '@adapters/messaging/access';
import { type EventsPage, feedCursor, type SystemDetails } from '@contracts';
import { agencyToken } from '@domain/codes';
import type { NumberedEvent } from '@formats/public-facts';
import { root } from '../architecture/tree';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, type Visitor } from './edge';
import { feedOf } from './feed-of';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';
import { systemOf } from './valid-systems';

jest.setTimeout(120_000);

let province: Province;
let edge: Edge;
let scribe: Scribe;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'read-models', 'audit', 'bus'],
    settings: { LIENTHONG_PORT: '0' },
  });
  await provisionPublicStream(province.context.connection);
  await province.found();
  edge = await Edge.start(province.context);
  scribe = new Scribe(inStore(province.store));
});
afterAll(async () => {
  expect(await wronglyDescribed(edge, 'agency-events')).toEqual([]);
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await edge.stop();
  await province.stop();
  expect(errors).toEqual([]);
});

async function aDay(): Promise<void> {
  const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
  await scribe.arrive(documentId, 'H99.2');
  await scribe.accept(documentId, 'H99.2');
  const dossierId = await scribe.opened('H99');
  const { handoffId } = await scribe.offer(dossierId, 'H99', 'H99.2');
  await scribe.settle(dossierId, handoffId, 'H99.2', 'AcceptHandoff');
}

const feedTo = async (agency: string) =>
  (await feedOf(await province.store.readAll({ max: 10_000 }))).filter((each) => each.agency === agency);

/** What lies in `PUBLIC` for an agency, in the order of arrival, up to an event. */
async function arrived(agency: string, last: string): Promise<NumberedEvent[]> {
  const events: NumberedEvent[] = [];
  const filter = `public.${agencyToken(agency)}.>`;
  for await (const message of followPublic(province.context.connection, filter)) {
    events.push(JSON.parse(message) as NumberedEvent);
    if (events.at(-1)?.id === last) return events;
  }
  return events;
}

const inPublic = async (agency: string) => arrived(agency, (await feedTo(agency)).at(-1)?.eventId as string);

interface Read {
  readonly pages: number;
  readonly events: NumberedEvent[];
  readonly next: string;
}

/** All that follows a place, page by page; what is not visible yet is asked for again. */
async function readOn(visitor: Visitor, after = '0', limit = 500): Promise<Read> {
  const events: NumberedEvent[] = [];
  for (let [pages, next] = [0, after]; ; pages++) {
    const answer = await visitor.get<EventsPage>(`/events?after=${next}&limit=${limit}`);
    if (answer.status === 503) continue;
    expect(answer.status).toBe(200);
    if (answer.body.events.length === 0) return { pages, events, next };
    events.push(...(answer.body.events as NumberedEvent[]));
    next = answer.body.next;
  }
}

it('numbers the messages to each agency from 1 on without a gap, as the store orders them', async () => {
  await aDay();
  await aDay();
  for (const agency of ['H99', 'H99.1', 'H99.2']) {
    const messages = await inPublic(agency);
    const feed = await feedTo(agency);
    expect(messages.map(({ id, feednumber }) => ({ id, feednumber }))).toEqual(
      feed.map(({ eventId: id, number: feednumber }) => ({ id, feednumber })),
    );
    expect(messages.map(({ feedprevious }) => feedprevious)).toEqual(feed.map((_, index) => index));
  }
});

it('gives the same numbers again to a stream that was emptied', async () => {
  const before = await inPublic('H99.2');
  await province.stopService('bus');
  const { streams } = await province.context.connection.jetstreamManager();
  await streams.delete(publicStreamName);
  await provisionPublicStream(province.context.connection);
  await province.startService('bus');
  expect(await inPublic('H99.2')).toEqual(before);
});

it('tells whoever comes later everything from the store, the same events, then live, without a gap or a double', async () => {
  await aDay();
  const clerk = await edge.as('H99.2', 'Clerk');
  const { events, next, pages } = await readOn(clerk, '0', 2);
  expect(pages).toBeGreaterThan(2);
  expect(events).toEqual(await inPublic('H99.2'));
  await aDay();
  const live = (await inPublic('H99.2')).filter(({ feednumber }) => feednumber > events.length);
  expect([...events, ...live].map(({ feednumber }) => feednumber)).toEqual(
    (await feedTo('H99.2')).map(({ number }) => number),
  );
  expect((await readOn(clerk, next)).events).toEqual(live);
  const [first] = events as [NumberedEvent];
  const ofFirst = feedCursor({ number: first.feednumber, eventId: first.id });
  expect((await readOn(clerk, ofFirst)).events).toEqual([...events, ...live].slice(1));
});

it('answers 409 for an event of a lost future, 404 for the events of others, 422 for what is no place', async () => {
  const clerk = await edge.as('H99.2', 'Clerk');
  const ask = async (query: string) => {
    const { status, body } = await clerk.get<{ type: string }>(`/events?${query}`);
    return [status, body.type];
  };
  const lost = [409, 'urn:lienthong:problem:position:of-a-lost-future'];
  expect(await ask(`after=1.${randomUUID()}`)).toEqual(lost);
  expect(await ask(`after=100000.${randomUUID()}`)).toEqual(lost);
  expect(await ask('agency=H99.1')).toEqual([404, 'urn:lienthong:problem:agency:not-found']);
  for (const wrong of ['after=7', 'after=x', 'limit=501'])
    expect(await ask(wrong)).toEqual([422, 'urn:lienthong:problem:request:malformed']);
});

it('reads on as the page for integrators says', async () => {
  const page = await readFile(join(__dirname, '../../apps/bus/docs/reading-on-after-a-gap.md'), 'utf8');
  const [, program = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const leader = await edge.as('H99.2', 'Leader');
  const { systemId } = bodyOf(await leader.post<{ systemId: string }>('/systems', systemOf('H99.2')));
  bodyOf(await (await edge.as('H99', 'Operator')).post(`/systems/${systemId}/approval`));
  const { publicKey, seed } = newUserPair();
  bodyOf(await leader.post(`/systems/${systemId}/keys`, { publicKey }));
  const { audience } = bodyOf(await leader.get<SystemDetails>(`/systems/${systemId}`));
  const creds = join(province.context.configuration.dataDir, 'a.creds');
  await writeFile(creds, seed);
  const feed = await feedTo('H99.2');
  const [known, ...missing] = feed;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    env: {
      ...{ ADDRESS: edge.address, CREDS: creds, SYSTEM: systemId, AUDIENCE: audience },
      LAST: feedCursor(known as typeof known & object),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = (await text(child.stdout)).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as NumberedEvent).id)).toEqual(
    missing.map(({ eventId }) => eventId),
  );
});
