import { spawn } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { nanos } from 'nats';
import type { StoredEvent } from '@adapters/event-store';
import { connectNats, publicStreamName } from '@adapters/messaging';
import { feedOf } from '../flows/feed-of';
import { behaviours, Receiver } from '../webhooks/receivers';
import { randomFrom } from './chance';
import { ClientLog } from './client-log';
import type { FaultHouse } from './fault-house';
import { allAtRest } from './inspection';
import {
  cameTo,
  Integrator,
  type Learnt,
  receiverHasAll,
  receiverViolations,
  subscribeTo,
} from './integrator';
import { Load } from './load';
import { inHouse, type Scene, whileAtWork } from './under-load';

jest.setTimeout(600_000);

const seed = Number(process.env['FAULT_SEED'] ?? 20261130);
const kills = Number(process.env['FAULT_KILLS'] ?? 200);
const agencies = ['H99.1', 'H99.2', 'H99.3', 'H99.4'];

const systems: Integrator[] = [];
const register = async ({ house, load }: Scene, asksFirst = false): Promise<Integrator> => {
  const system = await Integrator.register(house, load, { owner: 'H99', readsFor: agencies, asksFirst });
  systems.push(system);
  return system;
};
afterEach(async () => {
  await Promise.all(systems.splice(0).map((system) => system.kill()));
});

/** From its start until it has kept something; now and then before that. */
const killedWithinMs = 300;
const killedEarly = 0.2;

it(`a system killed ${kills} times keeps every message once and in order (seed ${seed})`, () =>
  inHouse({}, async (scene) => {
    const { house, load } = scene;
    const random = randomFrom(seed);
    const system = await register(scene);
    await whileAtWork(load, { width: 2 }, async () => {
      for (let count = 0; count < kills; count += 1) {
        await system.start();
        if (random() >= killedEarly) await system.keepsSomething();
        await pause(random() * killedWithinMs);
        await system.kill();
      }
    });
    const events = await allAtRest(house);
    await system.start();
    await system.hasAll(events);
    await system.drained();
    await system.kill();
    const learnt = (await Promise.all(agencies.map((agency) => system.learnt(agency)))).flat();
    const gaps = learnt.filter(({ gap }) => gap !== undefined).length;
    process.stdout.write(
      `integrators: ${kills} kills, ${learnt.length - gaps} messages, ${gaps} gaps told\n`,
    );
    expect(await system.violations(events)).toEqual([]);
  }));

it('a stream emptied by retention while a system was away: it is told of the gap and reads on', () =>
  inHouse({}, async (scene) => {
    const { house, load } = scene;
    const [hears, asks] = [await register(scene), await register(scene, true)];
    const kept = await taken(scene, [hears, asks], 12);
    await load.run({ width: 4 }, 20);
    await allAtRest(house);
    await emptied(house);
    await load.run({ width: 4 }, 32);
    await Promise.all([hears.start(), asks.start()]);
    for (const [agency, stood] of await endsOf(kept))
      await hears.until(agency, (learnt) => learnt.some(({ gap }) => gap?.after === stood));
    // It forgets which ids it had, and a start of the bus looks for what is missing: all of it comes late, as it was.
    await house.kill('nats-server');
    await house.ready();
    await house.kill('bus');
    const events = await allAtRest(house);
    for (const system of [hears, asks]) {
      await system.hasAll(events);
      await system.drained();
      await system.kill();
      expect(await system.violations(events)).toEqual([]);
    }
  }));

it('a store restored from backup: who had read its lost future learns it and goes on where both stand', async () => {
  const receiver = await Receiver.start(behaviours.takes);
  const env = () => ({ LIENTHONG_WEBHOOK_ALLOWED_ORIGINS: receiver.origin });
  try {
    await inHouse({ env }, async (scene) => {
      const { house, load } = scene;
      const followers = [await register(scene), await register(scene, true)];
      await subscribeTo(load, 'H99.1', receiver);
      const kept = await taken(scene, followers, 12);
      await receiverHasAll(receiver, 'H99.1', kept);
      const backup = house.file('backup');
      await maintenance('backup', backup, '--data', storeOf(house));
      // Clients of the lost future have a log of their own: nothing they did stands.
      const log = await ClientLog.open(house.file('future.log'));
      await new Load(house, log).run({ width: 4, whole: false }, 12);
      await log.close();
      const future = await allAtRest(house);
      for (const system of followers) {
        await system.start();
        await system.hasAll(future);
        await system.kill();
      }
      await receiverHasAll(receiver, 'H99.1', future);
      await house.end();
      await restored(house, backup);
      const before = cameTo(receiver).length;
      await house.begin();
      await load.run({ width: 4 }, 26);
      const events = await allAtRest(house);
      for (const system of followers) {
        await system.start();
        await system.hasAll(events);
        await system.kill();
        expect(await system.violations(events)).toEqual([]);
      }
      for (const [agency, stood] of await endsOf(kept)) {
        const lost = await Promise.all(followers.map(async (each) => lostIn(await each.learnt(agency))));
        expect({ agency, lost }).toEqual({ agency, lost: [[stood], [stood]] });
      }
      await receiverHasAll(receiver, 'H99.1', events);
      expect(cameTo(receiver).length).toBeGreaterThan(before);
      expect(await receiverViolations(receiver, 'H99.1', events)).toEqual([]);
    });
  } finally {
    await receiver.stop();
  }
});

/** So many documents in all, everything of which is kept; then the systems are away. */
async function taken({ house, load }: Scene, followers: readonly Integrator[], documents: number) {
  await Promise.all(followers.map((system) => system.start()));
  await load.run({ width: 4 }, documents);
  const events = await allAtRest(house);
  for (const system of followers) {
    await system.hasAll(events);
    await system.kill();
  }
  return events;
}

/** How many messages each agency has, of those that the systems read for. */
async function endsOf(events: readonly StoredEvent[]): Promise<readonly (readonly [string, number])[]> {
  const feed = await feedOf(events);
  return agencies.map((agency) => [agency, feed.filter((entry) => entry.agency === agency).length] as const);
}

const lostIn = (learnt: readonly Learnt[]): number[] =>
  learnt.flatMap(({ lost }) => (lost === undefined ? [] : [lost.after]));

/** What is kept for seven days goes in a second: a limit that is changed begins to count when there was none before. */
async function emptied(house: FaultHouse): Promise<void> {
  const { nats } = await house.servers();
  const connection = await connectNats({ ...nats, name: 'retention' });
  try {
    const { streams } = await connection.jetstreamManager();
    const { config } = await streams.info(publicStreamName);
    await streams.update(publicStreamName, { ...config, max_age: 0 });
    const second = nanos(1_000);
    await streams.update(publicStreamName, { ...config, max_age: second, duplicate_window: second });
    while ((await streams.info(publicStreamName)).state.messages > 0) await pause(50);
    await streams.update(publicStreamName, config);
  } finally {
    await connection.close();
  }
}

const storeOf = (house: FaultHouse): string => join(house.dataFolder, 'event-store');

/** In a process of its own, as an operator runs it. */
async function maintenance(...args: readonly string[]): Promise<void> {
  const program = join(
    process.env['FAULT_DIST'] ?? 'dist',
    'apps/event-store/src/maintenance/maintenance.main.js',
  );
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const told = Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')}: ${(await told).join('')}`);
}

/** Of a house that was stopped: rows, stream and tables stay as they are. */
async function restored(house: FaultHouse, backup: string): Promise<void> {
  const [data, access] = [storeOf(house), house.file('access')];
  await rename(join(data, 'access'), access);
  await rm(data, { recursive: true });
  await maintenance('restore', backup, '--data', data);
  await rename(access, join(data, 'access'));
}
