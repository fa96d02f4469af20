import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type InspectedFile, inspectFolder } from './inspect-folder';

const gibibyte = 1024 ** 3;

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'inspected-folder-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function inspected(path = folder): Promise<InspectedFile[]> {
  const all: InspectedFile[] = [];
  for await (const each of inspectFolder(path)) all.push(each);
  return all;
}

it('tells each file of a folder and those below it, and stops at none', async () => {
  await mkdir(join(folder, 'b', 'c'), { recursive: true });
  await writeFile(join(folder, 'b', 'c', 'Phụ lục.PDF'), '%PDF-1.7\n');
  await writeFile(join(folder, 'a.docx'), 'BM.01 Biểu mẫu');
  await writeFile(join(folder, 'bảng.csv'), 'số,ngày\n');
  await writeFile(join(folder, 'không tên'), '@echo off\r\n');
  await writeFile(join(folder, 'rỗng.pdf'), '');
  await writeFile(join(folder, 'vnpt.com'), 'một văn bản');
  await writeFile(join(folder, 'zip hỏng.zip'), 'PK\u0003\u0004 hỏng');
  await symlink(folder, join(folder, 'quanh'));
  await promisify(execFile)('mkfifo', [join(folder, 'ống')]);
  const large = await open(join(folder, 'lớn.tif'), 'w');
  await large.write('II*\0');
  await large.truncate(20 * gibibyte);
  await large.close();

  const all = await inspected();
  expect(
    all.map(({ file, verdict, found, declared, problem }) => [file, verdict, found, declared, problem]),
  ).toEqual([
    ['a.docx', 'refused', 'text/plain', expect.stringContaining('wordprocessingml'), 'content:type-mismatch'],
    ['b/c/Phụ lục.PDF', 'taken', 'application/pdf', 'application/pdf', undefined],
    ['bảng.csv', 'taken', 'text/plain', 'application/vnd.ms-excel', undefined],
    ['không tên', 'refused', 'text/plain', undefined, 'content:executable'],
    ['lớn.tif', 'taken', 'image/tiff', 'image/tiff', undefined],
    ['quanh', 'unreadable', undefined, undefined, undefined],
    ['rỗng.pdf', 'refused', 'text/plain', 'application/pdf', 'content:empty'],
    ['vnpt.com', 'refused', 'text/plain', undefined, 'request:malformed'],
    [
      'zip hỏng.zip',
      'refused',
      'application/octet-stream',
      'application/x-zip-compressed',
      'content:type-mismatch',
    ],
    ['ống', 'unreadable', undefined, undefined, undefined],
  ]);
  const reasoned = all.filter(({ verdict }) => verdict !== 'taken');
  expect(reasoned.filter(({ reason, reasonVi }) => !reason || !reasonVi)).toEqual([]);
});

it('tells that a folder cannot be read', async () =>
  expect(await inspected(join(folder, 'không có'))).toEqual([
    expect.objectContaining({
      file: '.',
      verdict: 'unreadable',
      reasonVi: expect.stringContaining('không đọc được') as unknown,
    }),
  ]));
