import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GrowingFile } from './growing-file';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'growing-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function growing(name: string, begin: string) {
  const path = join(folder, name);
  await writeFile(path, begin);
  return new GrowingFile(path);
}

it('is read while it grows, and has no name from its first growth on', async () => {
  const file = await growing('a', 'Sổ ');
  const whole = text(file);
  file.grewTo(Buffer.byteLength('Sổ '));
  await once(file, 'begun');
  expect(existsSync(file.path)).toBe(false);
  file.end(Buffer.byteLength('Sổ '));
  expect(await whole).toBe('Sổ ');
});

it.each([
  ['was told', true],
  ['was not told', false],
])('is whole by its end when the growth before it %s', async (_, isTold) => {
  const file = await growing(`b-${String(isTold)}`, 'một ');
  const begun = once(file, 'begun');
  if (isTold) file.grewTo(Buffer.byteLength('một '));
  await appendFile(file.path, 'hai');
  file.end(Buffer.byteLength('một hai'));
  await begun;
  expect(await text(file)).toBe('một hai');
});

it('tells whoever waits for its begin that it failed', async () => {
  const file = await growing('c', '');
  const begun = once(file, 'begun');
  file.fail(new Error('the thread ended'));
  await expect(begun).rejects.toThrow('the thread ended');
});
