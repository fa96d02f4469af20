import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logTo } from '@runtime';
import { issueAuthority } from '../../../../test/signing/authority';
import { TrustRoots, TrustRootsUnreadable } from './trust-roots';

const lines: string[] = [];
const log = logTo({ write: (line) => void lines.push(line) }, 'exchange', 'warn');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('trusts nobody without a folder', async () =>
  expect((await (await TrustRoots.open(undefined, log)).current()).roots).toEqual([]));

it('reads every certificate of the folder, and names what is none', async () => {
  const root = await issueAuthority({ name: 'CN=Root of the test' });
  await writeFile(join(folder, 'root.der'), root.der);
  await writeFile(join(folder, 'read-me.txt'), 'certificates of the province');
  const { roots } = await (await TrustRoots.open(folder, log)).current();
  expect(roots.map(({ sha256 }) => sha256)).toEqual([root.sha256]);
  expect(lines.filter((line) => line.includes('read-me.txt'))).toHaveLength(1);
});

it('does not start on a folder that is not there', async () =>
  expect(TrustRoots.open(join(folder, 'missing'), log)).rejects.toThrow(TrustRootsUnreadable));
