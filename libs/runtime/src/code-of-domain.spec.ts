import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOfDomain } from './code-of-domain';

let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'code-of-domain-test-'));
  await cp(join(__dirname, '../../domain'), copy, { recursive: true });
});
afterEach(() => rm(copy, { recursive: true, force: true }));

it('is the same wherever the same code stands', () => expect(codeOfDomain(copy)).toBe(codeOfDomain()));

it('is another one for any change of any code, and for none of a spec or a page', async () => {
  const files = await readdir(copy, { recursive: true });
  const isTold = (file: string) => /\.ts$/.test(file) && !/\.spec\.ts$/.test(file);
  expect(files.filter(isTold).length).toBeGreaterThan(50);
  const known = new Set([codeOfDomain()]);
  for (const file of files.filter((name) => /\.(ts|md)$/.test(name))) {
    await writeFile(join(copy, file), ' ', { flag: 'a' });
    const now = codeOfDomain(copy);
    expect([file, known.has(now)]).toEqual([file, !isTold(file)]);
    known.add(now);
  }
});
