import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheFolder } from '@adapters/messaging/nats-server';
import { PostgresReadStore, sql } from '@adapters/read-store';
import { startPostgresServer } from '@adapters/read-store/postgres-server';
import { closeDataFolder, openDataFolder } from './data-folder';

jest.setTimeout(60_000);

const main = resolve(__dirname, '..', '..', '..', 'dist', 'apps', 'local', 'src', 'dump-read-models.main.js');
const migrations = resolve(__dirname, '..', '..', 'read-models', 'src', 'migrations');
const names = ['Ủy ban nhân dân tỉnh Thử Nghiệm', 'Sở Xây dựng', 'Sở Y tế'];

let folder: string;
let house: string;
let other: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-dump-'));
  [house, other] = [join(folder, 'house'), join(folder, 'other')];
  await writeRows(house, names);
  await cp(house, other, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Counts under some names, in the order of writing; what was there is thrown away. */
async function writeRows(dataDir: string, kinds: readonly string[], checkpoint = 1): Promise<void> {
  const data = await openDataFolder(dataDir);
  const server = await startPostgresServer({ folder: data.postgres, search: { cache: cacheFolder() } });
  const reads = PostgresReadStore.open(server.url);
  await reads.migrate(migrations);
  await reads.query(sql`delete from day_in_numbers`);
  for (const kind of kinds) {
    await reads.query(sql`insert into day_in_numbers (kind, key, count) values (${kind}, 'Issued', 7)`);
  }
  await reads.query(sql`
    insert into checkpoint (store_id, position) values ('store', ${checkpoint})
    on conflict (the_only) do update set position = ${checkpoint}`);
  await reads.close();
  await server.stop();
  await closeDataFolder(data);
}

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

/** The tool as it is run from a shell. */
function dump(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { LIENTHONG_DATA_DIR: _, DATABASE_URL: __, ...inherited } = process.env;
  return new Promise((ended) => {
    execFile(
      process.execPath,
      [main, ...args],
      { cwd: folder, env: { ...inherited, ...env } },
      (error, output, complaint) =>
        ended({ code: error === null ? 0 : Number(error.code), output, complaint }),
    );
  });
}

it('prints the same bytes for the same rows, whatever was written first and how far they have come', async () => {
  const first = await dump(['--data', house]);
  expect(first).toMatchObject({
    code: 0,
    complaint: `SHA-256 ${createHash('sha256').update(first.output).digest('hex')}\n`,
  });
  for (const name of names) expect(first.output).toContain(`"kind": "${name}"`);
  expect(first.output).not.toContain('checkpoint');

  await writeRows(other, names.toReversed(), 99);
  expect(await dump([], { LIENTHONG_DATA_DIR: other })).toEqual(first);
  await writeRows(other, names.slice(1));
  const { output, complaint } = await dump([`--data=${other}`]);
  const without = first.output.split('\n').filter((line) => !line.includes(names[0] as string));
  expect(output).toBe(without.join('\n'));
  expect(complaint).not.toBe(first.complaint);
});

describe('is refused in one line', () => {
  const refused = async (line: RegExp | string, args: readonly string[], env?: NodeJS.ProcessEnv) => {
    const { code, output, complaint } = await dump(args, env);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(complaint.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
  };

  it.each([
    ['words', ['x'], 'usage: npm run dump-read-models'],
    ['an unknown option', ['--colour', 'x'], '--colour is not an option of this tool'],
    ['an option without its value', ['--data'], '--data needs a value'],
    ['no folder where it is run', [], '/.lienthong holds no read models; name the data folder'],
  ])('with %s', (_, args, line) => refused(line, args));

  it('while a house runs on the folder', async () => {
    const running = await openDataFolder(house);
    await refused(new RegExp(`process ${process.pid}`), ['--data', house]);
    await closeDataFolder(running);
  });

  it('for a folder of another version', async () => {
    const newer = join(folder, 'newer');
    await cp(other, newer, { recursive: true });
    await writeFile(join(newer, 'format'), 'lienthong-data 2\n');
    await refused('holds data of another format', ['--data', newer]);
  });

  it('when the database is not there', () =>
    refused('the database of the read models does not answer', [], {
      DATABASE_URL: 'postgres://127.0.0.1:1/x',
    }));
});
