import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type EmbeddedNode, placeOf, startEmbeddedNode } from '@adapters/event-store';
import { publicStreamName } from '@adapters/messaging';
import { commitIn, parsePositionToken, subjects, tokenAt } from '@contracts';
import { copiesOf } from '../../apps/bus/src/public-facts/copies';
import { RelayService } from '../../apps/bus/src/relay/relay-service';
import { startProvince, type Province } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(60_000);

const maintenance = resolve(__dirname, '../../dist/apps/event-store/src/maintenance/maintenance.main.js');

/** In a process of its own, as an operator runs it. */
function eventStore(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [maintenance, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, failed) =>
    child.once('close', (code) => (code === 0 ? done() : failed(new Error(`${args.join(' ')}: ${said}`)))),
  );
}

const turn = () => new Promise((done) => setImmediate(done));

let folder: string;
let node: EmbeddedNode;
let province: Province;
let scribe: Scribe;
let relay: RelayService;

const data = () => join(folder, 'event-store');
const startNode = async (port = 0) => {
  node = await startEmbeddedNode({ dataDir: data(), port });
};
/** The services live through it and find another store at the old address. */
const replaced = async (restore: () => Promise<void>) => {
  await node.stop();
  await rm(data(), { recursive: true });
  await restore();
  await startNode(Number(new URL(node.url).port));
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restored-'));
  await startNode();
  province = await startProvince({ services: ['directory'], settings: { EVENTSTORE_URL: node.url } });
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
const due = async () => (await province.store.readAll({ max: 10_000 })).flatMap(copiesOf).map(({ msgId }) => msgId);
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
  province.ask(subjects.listAgencies, {}, { after, date: '2026-01-01' });
const renewals = async () => {
  const { events } = await province.store.readStream('installation-1');
  return events.slice(1).map(({ data: { epoch, after } }) => ({ epoch, after }) as object);
};
