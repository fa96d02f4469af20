import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from './local-issuer';
import { configuredSystems, LocalSystems, systemsMax, TooManySystems } from './systems';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lienthong-systems-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const listFile = () => join(folder, 'systems');
const token = async (sub: string, ...roles: string[]) =>
  (await LocalIssuer.open(folder)).issue({ sub, agency: 'H26.1', roles });

it('are those of the setting, with an issuer of others', async () => {
  const systems = configuredSystems(['he-thong.1']);
  expect([await systems.has('he-thong.1'), await systems.has('he-thong.2')]).toEqual([true, false]);
});

it('are whom the local issuer made a token of a system for, once, and no officers', async () => {
  const systems = new LocalSystems(folder, ['khai-bao']);
  expect(await systems.has('nhap')).toBe(false);
  await token('nhap', 'Importer');
  await token('nhap', 'Importer');
  await token('truc', 'AxisAdapter');
  await token('vt.stc', 'Clerk', 'Operator');
  expect(await readFile(listFile(), 'utf8')).toBe('nhap\ntruc\n');
  expect((await stat(listFile())).mode & 0o777).toBe(0o600);
  const listed = ['nhap', 'truc', 'khai-bao', 'vt.stc'].map((sub) => systems.has(sub));
  expect(await Promise.all(listed)).toEqual([true, true, true, false]);
});

it('end when their line is taken out', async () => {
  await token('nhap', 'Importer');
  const systems = new LocalSystems(folder, []);
  expect(await systems.has('nhap')).toBe(true);
  await writeFile(listFile(), '');
  while (await systems.has('nhap'));
  expect(await systems.has('nhap')).toBe(false);
});

it(`are at most ${systemsMax}, and the one too many is told where to make room`, async () => {
  for (let each = 1; each <= systemsMax; each++) await token(`he-thong.${each}`, 'Importer');
  await token('he-thong.1', 'Importer');
  await expect(token('mot-nua', 'Importer')).rejects.toMatchObject({
    constructor: TooManySystems,
    path: listFile(),
  });
});
