import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { typescriptLines } from './typescript-lines';

const source = [
  'interface Row { readonly id: string }',
  '',
  'export function read(row: Row | undefined): string {',
  '  return row!.id;',
  '}',
].join('\n');
let folder: string;
let stack: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong spec-'));
  const file = join(folder, 'read.js');
  const { code, map } = transformSync(source, {
    filename: join(folder, 'read.ts'),
    sourceFileName: 'read.ts',
    sourceMaps: true,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  await writeFile(file, code);
  await writeFile(`${file}.map`, map as string);
  const line = code.split('\n').findIndex((text) => text.includes('row.id')) + 1;
  stack = `TypeError: row is not there\n    at read (${file}:${line}:12)\n    at ${file}:${line}:12`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('tells where in the TypeScript an error was made', () =>
  expect(typescriptLines(stack)).toBe(
    `TypeError: row is not there\n    at read (${folder}/read.ts:4:10)\n    at ${folder}/read.ts:4:10`,
  ));

it.each([
  ['of Node', 'Error: x\n    at node:internal/main:1:2'],
  ['of a library', 'Error: x\n    at go (/srv/node_modules/pg/lib/client.js:1:2)'],
  ['of a file without a map', 'Error: x\n    at go (/srv/absent.js:1:2)'],
  ['of TypeScript already', 'Error: x\n    at go (/srv/apps/a.ts:1:2)'],
  ['of none', 'Error: x'],
])('leaves lines %s as they are', (_, told) => expect(typescriptLines(told)).toBe(told));
