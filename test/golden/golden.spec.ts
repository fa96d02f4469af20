import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from '@domain/decider';
import { filesBelow, root } from '../architecture/tree';
import { codecs } from './stored-names';

interface Golden {
  readonly storedName: string;
  readonly stream: string;
  readonly data: unknown;
  readonly readAs: Fact;
}

const folder = join(__dirname, 'events');
const golden = readdirSync(folder).map((file): [string, Golden] => [
  file,
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden,
]);
const sources = ['apps', 'libs'].flatMap(filesBelow).filter((path) => /(?<!\.spec)\.ts$/.test(path));
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

it('every codec table of the house is held against golden files', () =>
  expect(sources.filter((path) => /= codecOf\b/.test(textOf(path)))).toEqual(Object.keys(codecs)));

it('every stored name that stands anywhere in the sources has its golden file', () => {
  const names = sources.flatMap((path) => [...textOf(path).matchAll(/'([A-Z][A-Za-z]+\.v[1-9]\d*)'/g)]);
  const known = new Set(golden.map(([, { storedName }]) => storedName));
  expect(names.map(([, name]) => name as string).filter((name) => !known.has(name))).toEqual([]);
});

it('every version a codec reads has its golden file, and no fact belongs to two codecs', () => {
  const names = Object.values(codecs).flatMap(({ codec }) =>
    Object.entries(codec.versions).flatMap(([fact, newest]) =>
      Array.from({ length: newest }, (_, i) => `${fact}.v${i + 1}`),
    ),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(golden.map(([file]) => file).sort()).toEqual(names.map((name) => `${name}.json`).sort());
});

describe.each(golden)('%s', (file, { storedName, stream, data, readAs }) => {
  const owner = Object.values(codecs).find(
    ({ codec }) => codec.decode({ type: storedName, data }) !== 'unknown-fact',
  );

  it('is named as what it holds, in a stream of its own kind', () => {
    expect(file).toBe(`${storedName}.json`);
    expect(owner?.owns(stream)).toBe(true);
  });

  it('is read in the newest shape', () =>
    expect(owner?.codec.decode({ type: storedName, data })).toEqual(readAs));

  it('comes back the same when it is written again and read', () => {
    const written = owner?.codec.encode(readAs);
    expect(written?.type).toBe(`${readAs.type}.v${owner?.codec.versions[readAs.type]}`);
    expect(written && owner?.codec.decode({ type: written.type, data: written.data })).toEqual(readAs);
  });
});
