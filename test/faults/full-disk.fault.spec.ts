import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connect } from 'nats';
import { startNatsServer } from '@adapters/messaging/nats-server';
import { ClientLog } from './client-log';
import { FaultHouse } from './fault-house';
import { Load } from './load';

jest.setTimeout(15 * 60_000);

const run = promisify(execFile);
const mebibyte = 1024 ** 2;
const diskBytes = 220 * mebibyte;
/** How long the disk is full while clients ask: longer than JetStream and the logs bear it. */
const roundsFull = 30;

/** A disk of its own; the reason why there is none where this machine gives nobody one. */
async function smallDisk(): Promise<{ folder: string; gone: () => Promise<void> } | { reason: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-small-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', folder]);
  } catch (error) {
    await rm(folder, { recursive: true });
    if (process.getuid?.() === 0) throw error;
    return { reason: `only root mounts a small disk here: ${(error as Error).message}` };
  }
  const gone = async () => {
    await run('umount', ['--lazy', folder]);
    await rm(folder, { recursive: true });
  };
  return { folder, gone };
}

/** Leaves so many bytes free. */
async function fill(folder: string, leftBytes: number): Promise<void> {
  const file = await open(join(folder, 'ballast'), 'a');
  try {
    for (;;) {
      const { bavail, bsize } = await statfs(folder);
      const more = Math.min(mebibyte, bavail * bsize - leftBytes);
      if (more <= 0) return;
      await file.write(Buffer.alloc(more));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
}

async function upload(house: FaultHouse): Promise<number> {
  const bytes = randomBytes(100_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const authorization = `Bearer ${await house.token('H99.1', 'Clerk')}`;
  const headers = { authorization, 'content-secrecy': 'none', 'content-type': 'application/octet-stream' };
  const url = `${house.address}/contents/${sha256}`;
  const answer = await fetch(url, { method: 'PUT', headers, body: bytes }).catch(() => undefined);
  await answer?.text().catch(() => '');
  return answer?.status ?? 0;
}

async function onSmallDisk(
  env: NodeJS.ProcessEnv,
  play: (scene: { house: FaultHouse; load: Load; disk: string }) => Promise<void>,
): Promise<void> {
  const disk = await smallDisk();
  if ('reason' in disk) return console.warn(disk.reason);
  const house = await FaultHouse.start({ parent: disk.folder, env: () => env });
  try {
    const clients = await mkdtemp(join(tmpdir(), 'lienthong-clients-'));
    const log = await ClientLog.open(join(clients, 'client.log'));
    const load = new Load(house, log);
    await load.found();
    await play({ house, load, disk: disk.folder });
    await log.close();
    await rm(clients, { recursive: true });
  } catch (error) {
    console.error(house.said);
    throw error;
  } finally {
    await house.clear();
    await disk.gone();
  }
}

const logsOf = async (house: FaultHouse) => {
  const folder = join(house.dataFolder, 'logs');
  const files = await readdir(folder);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('');
};

it('a disk that fills up ends nothing for good: all comes back when there is room', () =>
  onSmallDisk({}, async ({ house, load, disk }) => {
    const working = load.run({ width: 2 });
    await Promise.race([load.gainsAnother(20), working]);
    const seen = new Set<number>();
    // Filled each time: a part that gives up or turns its log over leaves room for a moment.
    for (let round = 0; round < roundsFull; round++, await pause(1_000)) {
      await fill(disk, 0);
      seen.add(await upload(house));
    }
    expect(seen.has(201)).toBe(false);
    await rm(join(disk, 'ballast'));
    await house.ready();
    // Also what JetStream has to take: documents are issued and arrive.
    await Promise.race([load.gainsAnother(60), working]);
    load.stop();
    await working;
    expect(await upload(house)).toBe(201);
    expect(house.said).not.toMatch(/Unexpected failure|cannot start/);
    console.log(`full disk: uploads were answered ${[...seen].join(', ')}`);
  }));

/** Messages under way at once, as from a relay and other publishers, until JetStream says no to one, or nothing. */
async function publishUntilRefused(url: string): Promise<void> {
  const connection = await connect({ servers: url });
  const manager = await connection.jetstreamManager();
  await manager.streams.add({ name: 'KEPT', subjects: ['kept'] });
  const bytes = Buffer.alloc(1_500);
  const isStored = () =>
    connection.request('kept', bytes, { timeout: 2_000 }).then(
      (answer) => !('error' in answer.json<object>()),
      () => false,
    );
  while ((await Promise.all(Array.from({ length: 64 }, isStored))).every(Boolean));
  await connection.close();
}

it('a JetStream that went with a full disk is told from one that answers, although its server answers pings', async () => {
  const disk = await smallDisk();
  if ('reason' in disk) return console.warn(disk.reason);
  const storeDir = join(disk.folder, 'jetstream');
  let server = await startNatsServer({ storeDir });
  await fill(disk.folder, mebibyte);
  await publishUntilRefused(server.url);
  await rm(join(disk.folder, 'ballast'));
  const client = await connect({ servers: server.url });
  await client.flush();
  await client.close();
  expect(await server.hasJetStream(5_000)).toBe(false);
  server.kill('SIGKILL');
  await server.stop();
  server = await startNatsServer({ storeDir });
  expect(await server.hasJetStream(5_000)).toBe(true);
  await server.stop();
  await disk.gone();
});

it('below the reserve uploads stop and commands go on', () =>
  onSmallDisk({ LIENTHONG_DISK_RESERVE_BYTES: String(64 * mebibyte) }, async ({ house, load, disk }) => {
    expect(await upload(house)).toBe(201);
    await fill(disk, 48 * mebibyte);
    while ((await upload(house)) !== 507) await pause(100);
    for (let round = 0; round < 5; round++) await load.dossier(round);
    expect(await upload(house)).toBe(507);
    await rm(join(disk, 'ballast'));
    while ((await upload(house)) !== 201) await pause(100);
    expect(await logsOf(house)).not.toMatch(/"level":"fatal"/);
  }));
