import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspecting } from '../../apps/gateway/src/contents/inspection/inspect-content';
import { lookIntoZip } from '../../apps/gateway/src/contents/inspection/zip-directory';
import type { Problem } from '../../apps/gateway/src/edge/problem';
import { type ZipEntry, zipOf } from './zip-bytes';

const office = 'application/vnd.openxmlformats-officedocument.';
const docx = `${office}wordprocessingml.document`;
const xlsx = `${office}spreadsheetml.sheet`;
const odt = 'application/vnd.oasis.opendocument.text';
const mebibyte = 1024 ** 2;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'inspected-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(bytes: Buffer | string): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return path;
}

/** `taken`, or the problem it is refused with and why. */
async function judged(bytes: Buffer | string, declared?: string): Promise<[string, (string | undefined)?]> {
  try {
    await inspecting(declared)(await fileOf(bytes));
    return ['taken'];
  } catch (error) {
    const { problem, errors } = error as Problem;
    return [problem, errors?.[0]?.detail];
  }
}

const wordFile = (...more: ZipEntry[]): Buffer =>
  zipOf([
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    { name: 'word/document.xml', bytes: '<w:document/>' },
    ...more,
  ]);
const sheetFile = zipOf([{ name: '[Content_Types].xml' }, { name: 'xl/workbook.xml' }]);
const openDocument = zipOf([
  { name: 'mimetype', bytes: odt },
  { name: 'content.xml', bytes: '<office/>' },
]);
const plainZip = zipOf([{ name: 'phụ lục/Bảng 1.pdf', bytes: '%PDF-1.7' }, { name: 'phụ lục/' }]);
const pdf = '%PDF-1.7\n%âãÏÓ\n1 0 obj\n';
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex');
const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]);
const edxml = '\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<edXML:edXML xmlns:edXML="urn:x"/>';

describe('a file that is what it is said to be', () => {
  it.each<[string, Buffer | string, string | undefined]>([
    ['PDF', pdf, 'application/pdf'],
    ['PNG with a parameter', png, 'image/png; q=1'],
    ['Word', wordFile(), docx],
    ['Excel', sheetFile, xlsx],
    ['OpenDocument', openDocument, odt],
    ['zip', plainZip, 'application/zip'],
    ['zip by its old name', plainZip, 'application/x-zip-compressed'],
    ['empty zip', zipOf([]), 'application/zip'],
    ['old Word', compound, 'application/msword'],
    ['text', 'Kính gửi: Ủy ban nhân dân tỉnh\r\n', 'text/plain; charset=utf-8'],
    ['text in UTF-16', Buffer.from('\uFEFFKính gửi', 'utf16le'), 'text/plain'],
    ['comma separated', 'số,ngày\n1,2026-11-22\n', 'text/csv'],
    ['XML', '  <a/>', 'text/xml'],
    ['edXML', edxml, 'application/edxml'],
    ['JSON', '{"a":1}', 'application/json'],
    ['a signature', Buffer.from('3082010006092a864886f70d010702', 'hex'), 'application/pkcs7-signature'],
    ['nothing said', pdf, undefined],
    ['nothing said in other words', png, 'application/octet-stream'],
  ])('is taken: %s', async (_, bytes, declared) => expect(await judged(bytes, declared)).toEqual(['taken']));
});

describe('a file that is another', () => {
  it.each<[string, Buffer | string, string]>([
    ['text as PDF', 'một văn bản', 'application/pdf'],
    ['PDF as text', pdf, 'text/plain'],
    ['PNG as PDF', png, 'application/pdf'],
    ['PDF as Word', pdf, docx],
    ['Excel as Word', sheetFile, docx],
    ['zip as Word', plainZip, docx],
    ['Word as zip', wordFile(), 'application/zip'],
    ['Word with macros as Word', wordFile({ name: 'word/vbaProject.bin' }), docx],
    ['text as XML', 'không phải XML', 'application/xml'],
    ['bytes as text', Buffer.from([0x41, 0x00, 0x01, 0x02]), 'text/plain'],
    ['zip as signature', plainZip, 'application/pkcs7-signature'],
    ['a cut zip', plainZip.subarray(0, 60), 'application/zip'],
  ])('is refused: %s', async (_, bytes, declared) =>
    expect((await judged(bytes, declared))[0]).toBe('content:type-mismatch'),
  );

  it('is told what it is', async () => {
    const [, detail] = await judged(png, 'application/pdf');
    expect(detail).toBe('is said to be application/pdf and is image/png');
  });
});

describe('programs and closed archives', () => {
  const elf = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(57)]);
  const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(126)]);
  const jar = zipOf([{ name: 'META-INF/MANIFEST.MF', bytes: 'Main-Class: A' }]);
  it.each<[string, Buffer | string, string | undefined]>([
    ['Linux', elf, undefined],
    ['Windows, said to be PDF', exe, 'application/pdf'],
    ['Java', jar, 'application/zip'],
    ['a script', '#!/bin/sh\nrm -rf /', 'text/plain'],
    ['one in a zip', zipOf([{ name: 'a/Hóa đơn.pdf.EXE' }]), 'application/zip'],
  ])('are refused: %s', async (_, bytes, declared) =>
    expect((await judged(bytes, declared))[0]).toBe('content:executable'),
  );

  it.each([
    ['gzip', '1f8b0800000000000003'],
    ['7z', '377abcaf271c0004'],
    ['rar', '526172211a070100'],
    ['xz', 'fd377a585a000004'],
  ])('%s cannot be looked into', async (_, hex) => {
    const bytes = Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(40)]);
    expect((await judged(bytes))[0]).toBe('content:type-not-taken');
  });
});

describe('an archive', () => {
  it.each([
    ['../../etc/passwd'],
    ['a/../../b.pdf'],
    ['..'],
    ['/etc/passwd'],
    ['C:/boot.pdf'],
    ['c:boot.pdf'],
    ['\\\\server\\share\\a.pdf'],
    ['a\\..\\..\\b.pdf'],
    ['a/.. /b.pdf'],
    ['a\u0000.pdf'],
    ['a\n.pdf'],
    ['x'.repeat(1_025)],
    ['a/'.repeat(40)],
    [''],
  ])('with an entry %j leads out of its folder', async (name) =>
    expect((await judged(zipOf([{ name }])))[0]).toBe('content:archive-unsafe-name'),
  );

  it('with a link leads out of its folder, and says so', async () => {
    const link = zipOf([{ name: 'a.pdf', bytes: '/etc/passwd', unixMode: 0o120777 }]);
    expect(await judged(link)).toEqual(['content:archive-unsafe-name', 'its entry "a.pdf" is a link']);
  });

  const bombs: readonly [string, Buffer, RegExp][] = [
    [
      'unpacks to 400 times its size',
      zipOf([
        { name: 'a.txt', bytes: Buffer.alloc(mebibyte), packedSize: mebibyte, unpackedSize: 400 * mebibyte },
      ]),
      /400 times/,
    ],
    [
      'unpacks to very much',
      zipOf(
        Array.from({ length: 6 }, (_, n) => ({
          name: `${n}`,
          bytes: 'x',
          packedSize: 1,
          unpackedSize: 0xfffffffe,
        })),
      ),
      /21474836480 bytes/,
    ],
    ['says it holds 60,000 entries', zipOf([{ name: 'a' }], 60_000), /60000 entries/],
    [
      'shares its bytes among entries',
      zipOf([{ name: 'a', bytes: 'x', packedSize: 5_000, unpackedSize: 6_000 }]),
      /share their bytes/,
    ],
    ['holds another', zipOf([{ name: 'phụ lục.ZIP' }]), /further archive/],
  ];
  it.each(bombs)('that %s is too much', async (_, bytes, why) => {
    const [problem, detail] = await judged(bytes);
    expect([problem, detail]).toEqual(['content:archive-too-much', expect.stringMatching(why)]);
  });

  it('of many entries is looked at in little time and memory', async () => {
    const many = zipOf(Array.from({ length: 10_000 }, (_, n) => ({ name: `thư mục/${n}.txt`, bytes: 'x' })));
    expect(await lookIntoZip(await fileOf(many))).toEqual({ mediaType: 'application/zip' });
  });

  it('that packs well but is small is taken', async () => {
    const small = zipOf([{ name: 'a.txt', bytes: 'x', packedSize: 1, unpackedSize: 60 * mebibyte }]);
    expect(await judged(small)).toEqual(['taken']);
  });
});
