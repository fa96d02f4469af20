import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDbStore, openInstallation } from '@adapters/event-store';
import { type EmbeddedNode, startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { dataFormat } from '../../apps/local/src/data-folder';
import { House, type HouseOptions } from './house';

jest.setTimeout(60_000);

let folder: string;
const houses: House[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-start-'));
});
afterEach(async () => {
  for (const house of houses.splice(0)) await house.clear();
  await rm(folder, { recursive: true, force: true });
});

/** The start is refused: one line, a code that is not 0, no stack trace, and no process left. */
async function refusal({ args, env, ...more }: HouseOptions): Promise<string> {
  const house = new House({ args, env: { XDG_CACHE_HOME: join(folder, 'cache'), ...env }, ...more });
  houses.push(house);
  expect(await house.end()).toBe(1);
  expect(await house.processes()).toEqual([]);
  const line = house.complaint.trimEnd();
  expect(line).not.toContain('\n');
  expect(line).not.toMatch(/\bat .+:\d+:\d+/);
  return line;
}

const data = (): string => join(folder, 'data');

it('refuses a port that another program uses', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const line = await refusal({ args: ['--data', data(), '--port', String(port)] });
  other.close();
  expect(line).toMatch(new RegExp(`^Port ${port} is in use by another program: .*--port`));
});

it('refuses a Node that is too old', async () => {
  const older = 'data:text/javascript,Object.defineProperty(process,"version",{value:"v18.20.4"})';
  const line = await refusal({ args: ['--data', data()], node: ['--import', older] });
  expect(line).toMatch(/needs Node 20\.19\.0 or newer and this is v18\.20\.4\. Install/);
});

it('refuses a folder that cannot be written', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await refusal({ args: ['--data', join(folder, 'file', 'data')] })).toMatch(
    /cannot be written \(part of the path is a file\).*--data DIR/,
  );
});

it('refuses a folder that belongs to somebody else', async () => {
  await mkdir(data(), { mode: 0o555 });
  const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  await chmod(folder, 0o755);
  expect(await refusal({ args: ['--data', data()], ...uid })).toMatch(
    /cannot be written \(permission denied\)/,
  );
});

it('refuses a folder that another start uses, and names its process', async () => {
  await mkdir(data());
  const holder = { pid: process.pid, startedTicks: null };
  await writeFile(join(data(), 'lock'), JSON.stringify({ supervisor: holder, children: [] }));
  const line = await refusal({ args: ['--data', data()] });
  expect(line).toContain(`is in use by process ${process.pid}: stop that one`);
  expect(await readdir(data())).toEqual(['lock']);
});

it('refuses data of another format and leaves it alone', async () => {
  await mkdir(data());
  await writeFile(join(data(), 'format'), 'lienthong-data 99\n');
  expect(await refusal({ args: ['--data', data()] })).toMatch(
    /another format \("lienthong-data 99"; .* reads/,
  );
  expect(await readFile(join(data(), 'format'), 'utf8')).toBe('lienthong-data 99\n');
});

it.each([
  [
    'one that others may read',
    'k1 '.concat('a'.repeat(64)),
    0o640,
    /others than its owner may use it .*chmod 600/,
  ],
  [
    'one that holds half a key',
    'k1 '.concat('a'.repeat(32)),
    0o600,
    /line 1 is no key; .*openssl rand -hex 32/,
  ],
])('refuses keys of the bus: %s', async (_, text, mode, says) => {
  await mkdir(join(data(), 'identity'), { recursive: true });
  await writeFile(join(data(), 'format'), `${dataFormat}\n`);
  await writeFile(join(data(), 'identity', 'bus-keys'), text, { mode });
  const line = await refusal({ args: ['--data', data()] });
  expect(line).toMatch(/^The bus cannot start: the keys of the bus in /);
  expect(line).toMatch(says);
  expect(line).not.toContain('aaaa');
});

it('refuses keys of the bus that are named and not there', async () => {
  const env = { LIENTHONG_BUS_KEYS_FILE: join(folder, 'nowhere') };
  expect(await refusal({ args: ['--data', data()], env })).toMatch(/nowhere cannot be used: it is not there/);
});

describe('a store that is kept elsewhere', () => {
  let node: EmbeddedNode;
  beforeAll(async () => {
    node = await startEmbeddedNode();
  });
  afterAll(() => node?.stop());

  it.each([
    ['an address that is none', () => 'esdb://clerk:secret@', /cannot be used: it is none \(at position \d+/],
    [
      'a CA file that is missing',
      () => 'esdb://127.0.0.1?tlsCAFile=/no/ca.crt',
      /tlsCAFile names \/no\/ca\.crt/,
    ],
    [
      'no TLS where there is',
      () => node.url.replace('tls=true', 'tls=false'),
      /localhost:\d+: it speaks TLS/,
    ],
    [
      'nobody where a user is wanted',
      () => node.url.replace(/\/\/[^@]*@/, '//'),
      /localhost:\d+: it wants a user/,
    ],
    [
      'a wrong password',
      () => node.url.replace(/:[^:@/]*@/, ':secret@'),
      /localhost:\d+: user or password are wrong/,
    ],
  ])('refuses %s before anything is written', async (_, url, says) => {
    const line = await refusal({ args: ['--data', data()], env: { EVENTSTORE_URL: url() } });
    expect(line).toMatch(says);
    expect(line).not.toContain('secret');
    expect(await readdir(folder)).not.toContain('data');
  });

  it('refuses a store that the data folder does not go with, and writes nothing to either', async () => {
    await mkdir(data());
    await writeFile(join(data(), 'format'), `${dataFormat}\n`);
    await writeFile(join(data(), 'store-id'), 'a-store-of-before\n');
    const start = { args: ['--data', data()], env: { EVENTSTORE_URL: node.url } };
    const store = EventStoreDbStore.connect(node.url);
    expect(await refusal(start)).toMatch(/a-store-of-before, .*one that holds no installation: name its own/);
    expect(await store.headPosition()).toBe(-1n);
    await openInstallation(store, '2026-11-23T03:00:00.000Z');
    const head = await store.headPosition();
    expect(await refusal(start)).toMatch(/goes with .* a-store-of-before, .*another one \([\w-]+\): name/);
    expect([await store.headPosition(), (await readdir(data())).sort()]).toEqual([
      head,
      ['format', 'store-id'],
    ]);
    await store.close();
  });
});

it.each([
  [
    'a word that is none',
    { NODE_ENV: 'Production' },
    /NODE_ENV \("Production"\) is none of development, test/,
  ],
  ['no issuer', { NODE_ENV: 'production' }, /^Tokens are never signed here .*set OIDC_ISSUER/],
  [
    'an issuer that anyone on the way may play',
    { NODE_ENV: 'production', OIDC_ISSUER: 'http://id.example' },
    /OIDC_ISSUER \("http:\/\/id\.example"\) is not https/,
  ],
  [
    'a secret of a file that is not there',
    { EVENTSTORE_URL_FILE: '/no/url' },
    /EVENTSTORE_URL_FILE \("\/no\/url"\)/,
  ],
])('refuses %s before anything is written', async (_, env, says) => {
  expect(await refusal({ args: ['--data', data()], env })).toMatch(says);
  expect(await readdir(folder)).not.toContain('data');
});

it('refuses an unknown argument and an unknown variable', async () => {
  expect(await refusal({ args: ['--prot', '8081'] })).toMatch(/^Unknown argument "--prot": known are/);
  expect(await refusal({ args: ['--data', data()], env: { LIENTHONG_PROT: '1' } })).toMatch(
    /LIENTHONG_PROT is not a setting/,
  );
});

it('refuses to go on when there is no way to get a nats-server, and stops what it had started', async () => {
  await writeFile(join(folder, 'cache'), 'no folder can be made here');
  const line = await refusal({ args: ['--data', data(), '--port', '0'], env: { PATH: '' } });
  expect(line).toMatch(/^No nats-server: .*apt install nats-server.*NATS_URL/);
  expect(await readdir(data())).not.toContain('lock');
});
