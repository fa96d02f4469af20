import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EventStoreDBClient } from '@eventstore/db-client';
import { startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { runLimited } from './limited-node';
import {
  all,
  builtEntry,
  connect,
  loginOf,
  newFolder,
  newStream,
  noted,
  numbers,
  refusal,
} from './node-under-test';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Appends one after the other until one is refused; answers how many were acknowledged, and the refusal. */
async function appendUntilRefused(client: EventStoreDBClient, stream: string, path = {}) {
  for (let acknowledged = 0; ; acknowledged += 1) {
    const event = noted(acknowledged, 'Noted', undefined, 'x'.repeat(20_000));
    const refused = await client.appendToStream(stream, event, path).then(
      () => undefined,
      (error: Error) => error,
    );
    if (refused !== undefined) return { acknowledged, refused, event };
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('a disk that takes no more', () => {
  it('is told to the appender; reading goes on, nothing is half written, and room is all it takes to go on', async () => {
    const node = await runLimited(folder, 1_024);
    const client = connect(node.url);
    const [stream, following] = [newStream(), client.subscribeToAll()];
    const heard: string[] = [];
    following.on('data', ({ event }) => void heard.push(event?.id ?? ''));

    const { acknowledged, refused, event } = await appendUntilRefused(client, stream);
    expect(acknowledged).toBeGreaterThan(5);
    expect(refused.message).toMatch(
      /has no room .*EFBIG.*nothing of this append was recorded. Free space there/,
    );
    const unary = { credentials: loginOf(node.url) };
    const several = await refusal(
      client.appendToStream(
        newStream(),
        upTo(20).map(() => event),
        unary,
      ),
    );
    expect(String(several['message'])).toMatch(/RESOURCE_EXHAUSTED.* has no room/);

    expect(numbers(await all(client.readStream(stream)))).toEqual(upTo(acknowledged));
    const before = await all(client.readAll());
    expect(before).toHaveLength(acknowledged);
    expect(node.isRunning()).toBe(true);

    execFileSync('prlimit', ['--pid', String(node.pid), '--fsize=unlimited:']);
    const repeated = await client.appendToStream(stream, event, {
      expectedRevision: BigInt(acknowledged - 1),
    });
    expect(repeated.nextExpectedRevision).toBe(BigInt(acknowledged));
    expect(repeated.position?.commit).toBeGreaterThan(before.at(-1)?.event?.position?.commit ?? 0n);
    await client.appendToStream(stream, noted(acknowledged + 1));
    const after = await all(client.readAll());
    expect(after.slice(0, acknowledged)).toEqual(before);
    expect(numbers(after)).toEqual(upTo(acknowledged + 2));
    await following.unsubscribe();
    expect(heard).toEqual(after.map((resolved) => resolved.event?.id).slice(0, heard.length));
    await client.dispose();
    node.kill();
    await node.ended;

    const again = await startEmbeddedNode({ dataDir: folder, entry: builtEntry() });
    const reader = connect(again.url);
    expect(await all(reader.readAll())).toEqual(after);
    await reader.dispose();
    await again.stop();
  });
});

describe('a start without room', () => {
  const full = newFolder();
  afterAll(() => rmSync(full, { recursive: true, force: true }));
  const content = () =>
    readdirSync(full, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(full, name)).isFile())
      .map((name) => [name, readFileSync(join(full, name))]);

  /** 0 keeps even the lock from being written, the others one of the first pages of lmdb. */
  it.each([0, 1, 16, 64])('is refused in one line that names the folder, %d KiB', async (kib) => {
    const before = content();
    const refused = await refusal(runLimited(full, kib));
    const line = new RegExp(
      `^The event store folder ${full} has no room \\(EFBIG.*\\): free 128 KiB there.*\\.$`,
    );
    expect(refused).toMatchObject({ code: 1, message: expect.stringMatching(line) as string });
    expect(content()).toEqual(before);

    const node = await startEmbeddedNode({ dataDir: full, entry: builtEntry() });
    const client = connect(node.url);
    await client.appendToStream('kept', noted(kib));
    expect(numbers(await all(client.readStream('kept'))).at(-1)).toBe(kib);
    await client.dispose();
    await node.stop();
    expect(readdirSync(full)).toEqual(['access', 'data.mdb', 'lock.mdb']);
  });
});

describe('a folder that may only be read', () => {
  const readOnly = newFolder();
  afterAll(() => rmSync(readOnly, { recursive: true, force: true }));

  it('is refused at the start, in one line that names it', async () => {
    chmodSync(readOnly, 0o555);
    // Nobody is kept from the folders of the superuser but by the kernel's own.
    const dataDir = process.getuid?.() === 0 ? '/sys/kernel' : readOnly;
    const error = await refusal(startEmbeddedNode({ dataDir, entry: builtEntry() }));
    expect(error['message']).toMatch(
      new RegExp(`^The event store folder ${dataDir} cannot be written .*--data\\.$`),
    );
  });
});
