import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startNatsServer } from '@adapters/messaging';
import { smallProvince } from '../flows/province';
import type { FaultHouse } from './fault-house';
import { InboxReader } from './inbox-reader';
import { allAtRest } from './inspection';
import type { Load } from './load';
import { inHouse, underLoad } from './under-load';

/** Scaled down to the time of a test run; `FAULT_ISSUES=5000` gives it all it should bear. */
const issues = Number(process.env['FAULT_ISSUES'] ?? 300);
/** Most of a second for each document on a busy machine, from the first draft to the last row compared. */
const issuesLimitMs = 300_000 + issues * 500;
const downMs = 60_000;

it(
  `nats-server may be killed again and again under ${issues} issues`,
  () =>
    inHouse({}, async ({ house, load }) => {
      const working = load.run({ width: 16, recipients: 2, whole: false }, issues);
      for (const share of [0.2, 0.5, 0.8]) {
        while (load.issued < issues * share) await pause(20);
        await house.kill('nats-server');
      }
      await working;
      expect(load.issued).toBe(issues);
    }),
  issuesLimitMs,
);

/** How long an answer may take that needs no other part, on a machine that does much else. */
const promptMs = 2_000;
const yesHoldsMs = 5_000;

it('nats-server may be gone for a minute: commands and uploads are told so at once', async () => {
  const storeDir = await mkdtemp(join(tmpdir(), 'lienthong-gone-'));
  // A child of the test's and of no supervisor, so nobody brings it back.
  let nats = await startNatsServer({ storeDir });
  const { url, port } = nats;
  try {
    await underLoad({ env: () => ({ NATS_URL: url }) }, async ({ house, load }) => {
      await load.gainsAnother(30);
      await nats.stop();
      const goneAt = performance.now();
      while (await house.isReady()) await pause(20);
      for (; performance.now() - goneAt < downMs; await pause(1_000)) {
        expect(await isRefused(port)).toBe(true);
        expect(await timed(openDossier(load))).toMatchObject({ status: 503, retryAfter: '2' });
        // Whether an officer is in post is asked of the directory; a yes of before holds for 5 s.
        if (performance.now() - goneAt > yesHoldsMs)
          expect(await timed(upload(load))).toMatchObject({ status: 503, retryAfter: '2' });
        expect(await house.isReady()).toBe(false);
      }
      nats = await startNatsServer({ storeDir, port });
      await house.ready();
      expect(await upload(load)).toMatchObject({ status: 201 });
      await load.gainsAnother(30);
    });
  } finally {
    await nats.stop();
    await rm(storeDir, { recursive: true });
  }
});

async function timed<A>(answer: Promise<A>): Promise<A> {
  const askedAt = performance.now();
  const answered = await answer;
  expect(performance.now() - askedAt).toBeLessThan(promptMs);
  return answered;
}

function openDossier(load: Load) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const opening = { procedure: 'thu.nghiem', channel: 'counter', applicantRef: randomUUID() };
  return load.ask('H99.1', 'OneStopOfficer', 'POST', '/dossiers', JSON.stringify(opening), headers);
}

function upload(load: Load) {
  const bytes = Buffer.from(randomUUID());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const headers = { 'content-type': 'application/octet-stream', 'content-secrecy': 'none' };
  return load.ask('H99.1', 'Drafter', 'PUT', `/contents/${sha256}`, bytes, headers);
}

/** Whether nobody listens there: neither a server nor a frozen one, whose port still accepts. */
async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

it('nats-server may be frozen for a minute', () =>
  underLoad({}, async ({ house, load }) => {
    await load.gainsAnother(30);
    const downAt = performance.now();
    await house.freeze('nats-server');
    while (await house.isReady()) await pause(100);
    for (; performance.now() - downAt < downMs; await pause(100)) expect(await house.isReady()).toBe(false);
    await house.signal('nats-server', 'SIGCONT');
    await load.gainsAnother(30);
  }));

const jetstream = (house: FaultHouse) => join(house.dataFolder, 'jetstream', 'jetstream');
/** Blocks of messages of PUBLIC, without what JetStream keeps of its consumers; the services' account alone has any. */
function messages(house: FaultHouse): string {
  const accounts = readdirSync(jetstream(house));
  expect(accounts).toHaveLength(1);
  return join(jetstream(house), accounts[0] as string, 'streams', 'PUBLIC', 'msgs');
}

it.each([
  { what: 'is lost', rolledBack: undefined, consumers: 'made anew' },
  { what: 'is put back to an older copy', rolledBack: jetstream, consumers: 'kept' },
  // Its consumers have then seen more than there is: they would wait for what was sent before.
  { what: 'is put back to an older copy, messages only', rolledBack: messages, consumers: 'made anew' },
])('what JetStream keeps $what: PUBLIC is filled again from the store', ({ rolledBack, consumers }) =>
  inHouse({}, async ({ house, load }) => {
    const older = house.file('older');
    const readers = smallProvince.map(({ code }) => new InboxReader(house, code));
    const work = async (documents: number) => {
      await load.run({ width: 4 }, documents);
      const events = await allAtRest(house);
      for (const reader of readers) await reader.readAll(events);
    };
    await work(20);
    await house.end();
    if (rolledBack !== undefined) await cp(rolledBack(house), older, { recursive: true });
    await house.begin();
    await work(40);
    const before = await Promise.all(readers.map((reader) => reader.consumerMadeAt()));
    await house.end();
    const place = rolledBack?.(house) ?? jetstream(house);
    await rm(place, { recursive: true });
    if (rolledBack !== undefined) await rename(older, place);
    await house.begin();
    await work(50);
    const after = await Promise.all(readers.map((reader) => reader.consumerMadeAt()));
    expect(after.map((at, index) => (at === before[index] ? 'kept' : 'made anew'))).toEqual(
      readers.map(() => consumers),
    );
  }),
);
