import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type EmbeddedNode,
  HistoryLost,
  placeOf,
  startEmbeddedNode,
  type StoredEvent,
} from '@adapters/event-store';
import { publicStreamName, Requester } from '@adapters/messaging';
import {
  commitIn,
  feedCursor,
  type OutboxRow,
  type Page,
  parsePositionToken,
  subjects,
  tokenAt,
} from '@contracts';
import { copiesOf } from '@formats/public-facts';
import { AgencyEvents } from '../../apps/bus/src/feed/agency-events';
import { RelayService } from '../../apps/bus/src/relay/relay-service';
import { isFollowed } from '../faults/outside-invariants';
import { accepted, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(60_000);

const maintenance = resolve(__dirname, '../../dist/apps/event-store/src/maintenance/maintenance.main.js');

/** In a process of its own, as an operator runs it. */
/** What it printed. */
function eventStore(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [maintenance, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, failed) =>
    child.once('close', (code) =>
      code === 0 ? done(said) : failed(new Error(`${args.join(' ')}: ${said}`)),
    ),
  );
}

const turn = () => new Promise((done) => setImmediate(done));

let folder: string;
let node: EmbeddedNode;
let province: Province;
let scribe: Scribe;
let relay: RelayService;

const data = () => join(folder, 'event-store');
const startNode = async (place = {}) => {
  node = await startEmbeddedNode({ dataDir: data(), ...place });
};
/** The services live through it and find another store at the old address. */
const replaced = async (restore: () => Promise<unknown>) => {
  await node.stop();
  const [access, kept] = [join(data(), 'access'), join(folder, 'access')];
  await rename(access, kept);
  await rm(data(), { recursive: true });
  await restore();
  await rename(kept, access);
  await startNode({ inPlaceOf: node.url });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restored-'));
  await startNode();
  province = await startProvince({
    services: ['directory', 'read-models'],
    settings: { EVENTSTORE_URL: node.url },
  });
  scribe = new Scribe(inStore(province.store));
  for (const code of ['H99', 'H99.1', 'H99.2']) await scribe.register(code);
  relay = new RelayService(province.context);
  relay.start();
  await drafts(3);
  await relayed();
});
afterEach(async () => {
  await relay.stop();
  await province.stop();
  await node.stop();
  await rm(folder, { recursive: true, force: true });
});

const drafts = async (count: number) => {
  for (let i = 0; i < count; i++) await scribe.issued('H99.1', ['H99.2']);
};
const token = async () => tokenAt(province.context.history, await province.store.headPosition());
const due = async () =>
  (await province.store.readAll({ max: 10_000 }))
    .flatMap((event) => copiesOf(event, province.context.history))
    .map(({ msgId }) => msgId);
const inPublic = async () => {
  const { streams } = await province.context.connection.jetstreamManager();
  const { state } = await streams.info(publicStreamName);
  const ids: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await streams.getMessage(publicStreamName, { seq }).catch(() => undefined);
    if (message !== undefined) ids.push(message.header.get('Nats-Msg-Id'));
  }
  return ids;
};
/** Until `PUBLIC` holds what the store holds, and the relay says so. */
const relayed = async () => {
  for (;;) {
    const [there, all] = [await inPublic(), await due().catch(() => [''])];
    if (relay.readiness().ready && there.join() === all.join()) return;
    await turn();
  }
};
const lost = async () => {
  while (!String(relay.readiness().details['problem']).includes('is gone')) await turn();
  expect(relay.readiness().ready).toBe(false);
};
const agenciesAfter = (after: string) =>
  province.officer('H99', 'Operator').query(subjects.listAgencies, {}, { after });
const refused = { ok: false, context: 'position', refused: 'of-a-lost-future' };
/** The client notices a new node at its next call. */
const answers = async () => {
  while (
    !(await province.store.ping().then(
      () => true,
      () => false,
    ))
  )
    await turn();
};
const renewed = async () => {
  while (province.context.history.epoch === 1) await turn();
};
const renewals = async () => {
  const { events } = await province.store.readStream('installation-1');
  return events.slice(1).map(({ data }) => {
    const { epoch, after } = data as { epoch: number; after: string };
    return { epoch, after };
  });
};

describe('a store brought back from a backup under services that live on', () => {
  it('by the restore of the embedded node: one epoch more, what is lost is taken back, what is new goes out', async () => {
    const backup = join(folder, 'backup');
    const said = await eventStore('backup', backup, '--data', data());
    // A checkpoint may be written meanwhile, so the backup says where it ends.
    const [, after = ''] = /up to position (\d+)/.exec(said) ?? [];
    const kept = tokenAt(province.context.history, BigInt(after));
    await drafts(3);
    await relayed();
    const future = await token();
    const told = lost();
    await replaced(() => eventStore('restore', backup, '--data', data()));
    await told;
    await answers();
    await drafts(8);
    await Promise.all([relayed(), renewed()]);

    expect(await renewals()).toEqual([{ epoch: 2, after }]);
    expect(await agenciesAfter(kept)).toMatchObject({ ok: true });
    expect(await agenciesAfter(future)).toEqual(refused);
    const now = await token();
    expect(parsePositionToken(now)?.epoch).toBe(2);
    expect(await agenciesAfter(now)).toMatchObject({ ok: true });
    const { outlived } = province.context as { outlived?: Promise<string> };
    expect(await outlived).toContain('epoch 2');
  });

  it('by other tools: whoever misses an event has it recorded, once for all who do', async () => {
    const { history } = province.context;
    const backup = join(folder, 'backup');
    await eventStore('backup', backup, '--data', data());
    const kept = await token();
    await drafts(3);
    await relayed();
    const { events } = await province.store.readStream('agency-H99');
    const [future, missed] = [await token(), placeOf(events[0] as StoredEvent)];
    await replaced(async () => {
      await mkdir(data());
      await cp(join(backup, 'data.mdb'), join(data(), 'data.mdb'));
    });
    await Promise.all([relayed(), renewed()]);

    expect(await renewals()).toEqual([{ epoch: 2, after: '0' }]);
    for (const old of [kept, future]) expect(await agenciesAfter(old)).toEqual(refused);
    // Another reader, which lost another event in the same restore.
    expect(await history.lost(new HistoryLost({ ...missed, id: randomUUID() }, missed), { epoch: 1 })).toBe(
      2,
    );
    expect(await renewals()).toHaveLength(1);
    // The next loss is another one.
    expect(await history.lost(new HistoryLost({ ...missed, id: randomUUID() }, missed), { epoch: 2 })).toBe(
      3,
    );
    expect(await renewals()).toEqual([
      { epoch: 2, after: '0' },
      { epoch: 3, after: '0' },
    ]);
  });
});

describe('rows that outlive the store they were made of', () => {
  const documentsIn = async () =>
    new Set(
      (await province.store.readAll({ max: 10_000 }))
        .filter(({ type }) => type.startsWith('DocumentDrafted.'))
        .map(({ stream }) => stream.replace('document-', '')),
    );
  /** What can be asked for with `?after=`. */
  const lastFact = async () => {
    const facts = (await province.store.readAll({ max: 10_000 })).filter(({ stream }) =>
      isFollowed({ stream }),
    );
    return tokenAt(province.context.history, facts.at(-1)?.position ?? 0n);
  };
  const outbox = (after: string) =>
    province
      .officer('H99.1', 'Clerk')
      .queryOnce<Page<OutboxRow>>(subjects.getOutbox, {}, { after, limit: 200 });
  const expectRowsOfTheStore = async () => {
    let answer = await outbox(await lastFact());
    while (!answer.ok && answer.refused === 'not-visible-yet') answer = await outbox(await lastFact());
    const rows = accepted(answer).rows.map(({ documentId }) => documentId);
    expect(rows.sort()).toEqual([...(await documentsIn())].sort());
  };
  const backup = async () => {
    await eventStore('backup', join(folder, 'backup'), '--data', data());
  };
  const restored = () => replaced(() => eventStore('restore', join(folder, 'backup'), '--data', data()));

  it('are built again when that is met at a start', async () => {
    await backup();
    await drafts(3);
    await expectRowsOfTheStore();
    const future = await lastFact();
    await province.stopService('read-models');
    await restored();
    await answers();
    await drafts(8);
    await renewed();
    await province.startService('read-models');
    await expectRowsOfTheStore();
    expect(await documentsIn()).toHaveProperty('size', 11);
    expect(await outbox(future)).toEqual(refused);
  });

  it('are built again while they are read', async () => {
    await backup();
    await drafts(3);
    await expectRowsOfTheStore();
    const future = await lastFact();
    await restored();
    await answers();
    await Promise.all([drafts(8), renewed()]);
    await expectRowsOfTheStore();
    expect(await documentsIn()).toHaveProperty('size', 11);
    expect(await outbox(future)).toEqual(refused);
  });
});

describe('a reader of what an agency was told', () => {
  const clerk = () => province.officer('H99.2', 'Clerk').caller();
  const page = async (after: string) => {
    const events = new AgencyEvents({
      store: province.store,
      history: province.context.history,
      requester: new Requester(province.context.connection, province.context.signing.as('bus')),
    });
    for (;;) {
      const reply = await events.page({ after }, clerk()).catch(() => undefined);
      if (reply !== undefined && (reply.ok || reply.refused !== 'not-visible-yet')) return reply;
      await turn();
    }
  };
  const last = async () => accepted(await page('0')).events.at(-1) as { feednumber: number; id: string };
  const cursorOf = ({ feednumber: number, id: eventId }: { feednumber: number; id: string }) =>
    feedCursor({ number, eventId });

  it('of a lost future is told so, and never what bears the number now; what was kept is read on', async () => {
    const arrive = async () => scribe.arrive(await scribe.issued('H99.1', ['H99.2']), 'H99.2');
    await arrive();
    await relayed();
    const kept = await last();
    await eventStore('backup', join(folder, 'backup'), '--data', data());
    await arrive();
    await arrive();
    await relayed();
    const future = await last();
    expect(future.feednumber).toBe(kept.feednumber + 2);
    await replaced(() => eventStore('restore', join(folder, 'backup'), '--data', data()));
    await answers();
    await renewed();
    // Other facts get the numbers of the lost ones.
    for (let count = 0; count < 3; count++) await arrive();
    await relayed();
    const now = await last();
    expect(now.feednumber).toBe(future.feednumber + 1);
    expect(await page(cursorOf(future))).toEqual(refused);
    const numbers = accepted(await page(cursorOf(kept))).events.map(({ feednumber }) => feednumber);
    expect(numbers).toEqual([1, 2, 3].map((more) => kept.feednumber + more));
  });
});

it('takes a token of before epochs were told for one of the first', () => {
  const storeId = randomUUID();
  const renewals = [
    { epoch: 2, after: '50' },
    { epoch: 3, after: '70' },
  ];
  const known = { storeId, epoch: 3, renewals };
  const judged = (text: string) => commitIn(known, `${storeId}.${text}`);
  expect([judged('50'), judged('1.50'), judged('2.70'), judged('3.900')]).toEqual([50n, 50n, 70n, 900n]);
  for (const gone of ['51', '1.51', '2.71']) expect(judged(gone)).toEqual(refused);
  expect(judged('4.1')).toMatchObject({ refused: 'not-visible-yet' });
  expect(commitIn(known, `${randomUUID()}.3.1`)).toMatchObject({ refused: 'of-another-store' });
  for (const none of ['', `${storeId}.0.1`, `${storeId}.1.2.3`, `${storeId}.1.`]) {
    expect(commitIn(known, none)).toBeUndefined();
  }
});
