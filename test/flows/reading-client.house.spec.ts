import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, credsAuthenticator } from 'nats';
import { publicStreamName } from '@adapters/messaging';
import { beginning, FutureLost, type PublicEvent, readEvents, type Reading } from '@client';
import type { EventsPage, SystemDetails, SystemKeyIssued } from '@contracts';
import { agencyToken } from '@domain/codes';
import { root } from '../architecture/tree';
import { bodyOf, Edge, type Visitor } from './edge';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';
import { systemOf } from './valid-systems';

jest.setTimeout(120_000);

const agency = 'H99.2';
const reason = { reason: 'Ngừng sử dụng phần mềm' };

let province: Province;
let edge: Edge;
let operator: Visitor;
let leader: Visitor;
let scribe: Scribe;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'read-models', 'bus'],
    hasAccounts: true,
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  operator = await edge.as('H99', 'Operator');
  leader = await edge.as(agency, 'Leader');
  scribe = new Scribe(inStore(province.store));
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});

interface Connected {
  readonly creds: string;
  readonly system: SystemDetails;
}

async function connected(over: object = {}): Promise<Connected> {
  const body = { ...systemOf(agency), ...over };
  const { systemId } = bodyOf(await leader.post<{ systemId: string }>('/systems', body));
  bodyOf(await operator.post(`/systems/${systemId}/approval`));
  const { creds = '' } = bodyOf(await leader.post<SystemKeyIssued>(`/systems/${systemId}/keys`));
  const system = bodyOf(await leader.get<SystemDetails>(`/systems/${systemId}`));
  await known(creds);
  return { creds, system };
}

/** Within 10 s the servers know the key. */
async function known(creds: string): Promise<void> {
  const authenticator = credsAuthenticator(Buffer.from(creds));
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      const connection = await connect({ servers: province.nats.url, authenticator, reconnect: false });
      return await connection.close();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function aDay(): Promise<void> {
  const documentId = await scribe.issued('H99.1', [agency]);
  await scribe.arrive(documentId, agency);
  await scribe.accept(documentId, agency);
  await scribe.opened(agency);
}

/** All that the agency was told, out of the store. */
async function told(): Promise<EventsPage['events']> {
  const clerk = await edge.as(agency, 'Clerk');
  const token = await province.newest();
  for (;;) {
    const isVisible = (await clerk.get(`/events?after=${token}`)).status === 200;
    if (isVisible) return bodyOf(await clerk.get<EventsPage>('/events?limit=500')).events;
  }
}

/** A reader with a store of its own, in which effect and position are kept together. */
class Reader {
  readonly taken: PublicEvent[] = [];
  position = beginning;
  /** What it waits for before it takes anything. */
  gate: Promise<void> = Promise.resolve();
  private ending = new AbortController();
  private over: Promise<void> = Promise.resolve();
  private heard: () => void = () => undefined;

  constructor(private readonly as: Connected) {}

  start(over: Partial<Reading> = {}): this {
    this.ending = new AbortController();
    this.over = readEvents({
      servers: province.nats.url,
      gateway: edge.address,
      ...{ creds: this.as.creds, system: this.as.system, agency, after: this.position },
      take: async (event, position) => {
        await this.gate;
        this.taken.push(event);
        this.position = position;
        this.heard();
      },
      signal: this.ending.signal,
      ...over,
    });
    this.over.catch(() => undefined);
    return this;
  }

  async until(count: number): Promise<void> {
    while (this.taken.length < count)
      await Promise.race([new Promise<void>((heard) => (this.heard = heard)), this.failed()]);
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.over;
  }

  /** Never while it reads. */
  failed(): Promise<void> {
    return this.over.then(() => new Promise<void>(() => undefined));
  }

  ended(): Promise<void> {
    return this.over;
  }
}

const idsOf = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);

/** As if JetStream had kept this much less. */
async function forgotten(share: (seq: number) => boolean): Promise<void> {
  const { streams } = await province.context.connection.jetstreamManager();
  const { state } = await streams.info(publicStreamName);
  for (let seq = state.first_seq; seq <= state.last_seq; seq++)
    if (share(seq)) await streams.deleteMessage(publicStreamName, seq).catch(() => undefined);
}

it('takes each event once and in order, begun again where it stopped, with what the stream lost in between', async () => {
  await aDay();
  const reader = new Reader(await connected()).start();
  await reader.until((await told()).length);
  await reader.stop();
  await aDay();
  await aDay();
  // Wait until all of it lies in the stream, then lose every second message.
  const expected = await told();
  await inStream(expected.at(-1)?.id ?? '');
  await forgotten((seq) => seq % 2 === 0);
  reader.start();
  await aDay();
  const all = await told();
  await reader.until(all.length);
  await reader.stop();
  expect(idsOf(reader.taken)).toEqual(idsOf(all));
});

/** Resolves when the copy for the agency lies in the stream. */
async function inStream(id: string): Promise<void> {
  const { streams } = await province.context.connection.jetstreamManager();
  const subject = `public.${agencyToken(agency)}.>`;
  for (;;) {
    const newest = await streams
      .getMessage(publicStreamName, { last_by_subj: subject })
      .catch(() => undefined);
    if (newest?.json<{ id: string }>().id === id) return;
  }
}

it('notices a gap while it reads, and closes it before it goes on', async () => {
  const as = await connected();
  const reader = new Reader(as).start();
  await reader.until((await told()).length);
  let open = (): void => undefined;
  reader.gate = new Promise((opened) => (open = opened));
  await aDay();
  await noPull(as);
  await aDay();
  const all = await told();
  await inStream(all.at(-1)?.id ?? '');
  await forgotten((seq) => seq % 3 !== 0);
  open();
  await reader.until(all.length);
  await reader.stop();
  expect(idsOf(reader.taken)).toEqual(idsOf(all));
});

/** Resolves when no pull of the system is open: what comes then stays on the server. */
async function noPull({ system }: Connected): Promise<void> {
  const { consumers } = await province.context.connection.jetstreamManager();
  const name = system.consumers[0]?.consumer ?? '';
  while ((await consumers.info(publicStreamName, name)).num_waiting > 0);
}

it('reads its part alone', async () => {
  const reader = new Reader(await connected({ reads: 'dossiers' })).start();
  await aDay();
  const part = (await told()).filter(({ type }) => type.startsWith('vn.lienthong.dossiers.'));
  await reader.until(part.length);
  await reader.stop();
  expect(idsOf(reader.taken)).toEqual(idsOf(part));
});

it('takes nothing twice of what take refused, and ends with why', async () => {
  const reader = new Reader(await connected());
  const failing = reader.start({
    take: () => {
      throw new Error('the database is away');
    },
  });
  await expect(failing.ended()).rejects.toThrow('the database is away');
  reader.start();
  const all = await told();
  await reader.until(all.length);
  await reader.stop();
  expect(idsOf(reader.taken)).toEqual(idsOf(all));
});

it('says that the future is lost where its last event is none of this history, and takes nothing', async () => {
  const reader = new Reader(await connected());
  reader.position = `1.${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`;
  await expect(reader.start().ended()).rejects.toBeInstanceOf(FutureLost);
  expect(reader.taken).toEqual([]);
});

type Example = (...given: unknown[]) => Promise<void>;

/** The example of the page that reads by the client, as it stands there. */
function exampleOf(names: readonly string[]): Example {
  const page = readFileSync(join(root, 'apps/bus/docs/connecting-a-system.md'), 'utf8');
  const blocks = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code);
  const code = blocks.find((each) => each.includes('readEvents('))?.replace(/^import .*$/gm, '') ?? '';
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
    ...words: string[]
  ) => Example;
  return new AsyncFunction(...names, code);
}

it('reads by the example of the page', async () => {
  const { creds, system } = await connected();
  const [ending, all] = [new AbortController(), await told()];
  const kept: string[] = [];
  const stored = {
    position: () => Promise.resolve(beginning),
    keep: ({ id }: PublicEvent) => {
      if (kept.push(id) === all.length) ending.abort();
    },
  };
  const given = {
    ...{ readEvents, servers: province.nats.url, gateway: edge.address, creds, system, agency, stored },
    signal: ending.signal,
  };
  await exampleOf(Object.keys(given))(...Object.values(given));
  expect(kept).toEqual(idsOf(all));
});

it('ends with an error when the system is revoked', async () => {
  const as = await connected();
  const reader = new Reader(as).start();
  await reader.until((await told()).length);
  bodyOf(await operator.post(`/systems/${as.system.systemId}/revocation`, reason));
  await expect(reader.ended()).rejects.toThrow();
});
