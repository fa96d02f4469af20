import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { exampleFact } from '../../../../test/flows/example-fact';
import { connectionOf } from './connection-string';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import { EventStoreDbStore } from './event-store-db-store';

const root = resolve(__dirname, '..', '..', '..', '..');
let folder: string;
let dataDir: string;
let node: EmbeddedNode;
const logged: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-node-'));
  dataDir = join(folder, 'store');
  await mkdir(dataDir);
  // Everything around the store is open to everybody, and was when an earlier version made its folder.
  for (const each of [folder, dataDir]) await chmod(each, 0o755);
  node = await startEmbeddedNode({ dataDir, onLog: (line) => logged.push(line) });
});
afterAll(async () => {
  await node?.stop();
  await rm(folder, { recursive: true, force: true });
});

const filesOf = async (path: string) =>
  (await readdir(path, { recursive: true })).map((name) => join(path, name));

it('lets nobody in who only knows where it is: no reading, no appending, no file', async () => {
  const files = [dataDir, ...(await filesOf(dataDir))];
  const port = String(connectionOf(node.url).hosts[0]?.port);
  const stranger = [join('test', 'flows', 'as-nobody.cjs'), port, ...(process.getuid?.() === 0 ? files : [])];
  const { stdout } = await promisify(execFile)(process.execPath, stranger, { cwd: root });
  expect(JSON.parse(stdout)).toEqual({
    uid: process.getuid?.() === 0 ? 65_534 : process.getuid?.(),
    ways: {
      'without TLS': { read: 'unavailable', append: 'unavailable' },
      'without a user': { read: 'access-denied', append: 'access-denied' },
      'with the password of a new real node': { read: 'access-denied', append: 'access-denied' },
      'as another user': { read: 'access-denied', append: 'access-denied' },
    },
    readable: [],
  });
  const store = EventStoreDbStore.connect(node.url);
  expect(await store.headPosition()).toBe(-1n);
  await store.close();
});

it('tells its password to nobody else: not on its command line, not in its log', async () => {
  const { credentials, caFile = '' } = connectionOf(node.url);
  expect(credentials?.password).toMatch(/^[\w-]{43}$/);
  const key = await readFile(join(dirname(caFile), 'private-key.pem'), 'utf8');
  const said = [await readFile(`/proc/${node.pid}/cmdline`, 'utf8'), ...logged].join('\n');
  for (const secret of [credentials?.password ?? '', key.split('\n')[1] ?? '']) {
    expect(secret.length).toBeGreaterThan(20);
    expect(said).not.toContain(secret);
  }
});

it('has other secrets with each start, and those of a node before it when it takes its place', async () => {
  const store = EventStoreDbStore.connect(node.url);
  await store.append('shelf-1', [exampleFact('kept')], 'absent');
  const { url } = node;
  await node.stop();
  node = await startEmbeddedNode({ dataDir, inPlaceOf: url });
  expect(node.url).toBe(url);
  expect((await store.readStream('shelf-1')).revision).toBe(0n);
  await store.close();
  await node.stop();
  node = await startEmbeddedNode({ dataDir });
  expect(connectionOf(node.url).credentials?.password).not.toBe(connectionOf(url).credentials?.password);
});

it('takes any caller when it is told to, and says so where everybody sees it', async () => {
  const open = await startEmbeddedNode({ insecure: true });
  expect(open.url).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
  expect(await readFile(`/proc/${open.pid}/cmdline`, 'utf8')).toContain('--insecure');
  await open.stop();
});
