import { deflateRawSync } from 'node:zlib';
import { type ZipEntry, zipOf } from './zip-bytes';

/** Small files of many kinds, made by hand, honest ones and others. */
export const officeTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  docm: 'application/vnd.ms-word.document.macroEnabled.12',
  dotx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.template',
  dotm: 'application/vnd.ms-word.template.macroEnabled.12',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xlsm: 'application/vnd.ms-excel.sheet.macroEnabled.12',
  xlsb: 'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
  xltm: 'application/vnd.ms-excel.template.macroEnabled.12',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  pptm: 'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
  potm: 'application/vnd.ms-powerpoint.template.macroEnabled.12',
  ppsx: 'application/vnd.openxmlformats-officedocument.presentationml.slideshow',
  odt: 'application/vnd.oasis.opendocument.text',
} as const;

/** A file of Open Packaging with entries below one folder. */
export const packageOf = (parts: readonly string[], ...more: ZipEntry[]): Buffer =>
  zipOf([
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    ...parts.map((name) => ({ name, bytes: '<x/>' })),
    ...more,
  ]);
export const wordFile = (...more: ZipEntry[]): Buffer => packageOf(['word/document.xml'], ...more);
export const withMacros = (folder: string): ZipEntry => ({ name: `${folder}/vbaProject.bin`, bytes: 'x' });
export const openDocument = zipOf([
  { name: 'mimetype', bytes: officeTypes.odt },
  { name: 'content.xml', bytes: '<office/>' },
]);

interface Stream {
  readonly name: string;
  readonly head?: Buffer;
}

/** A compound file whose directory names `streams` at its top; `classId` is its root's, as hex. */
export function compoundOf(streams: readonly (string | Stream)[], classId = ''): Buffer {
  const sector = 512;
  const all = streams.map((each) => (typeof each === 'string' ? { name: each } : each));
  const directories = Math.ceil((all.length + 1) / 4);
  const head = Buffer.alloc(sector);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head);
  head.writeUInt16LE(0x3e, 24);
  head.writeUInt16LE(3, 26);
  head.writeUInt16LE(0xfffe, 28);
  head.writeUInt16LE(9, 30);
  head.writeUInt16LE(6, 32);
  head.writeUInt32LE(1, 44);
  head.writeUInt32LE(1, 48);
  head.writeUInt32LE(0xfffffffe, 60);
  head.writeUInt32LE(0xfffffffe, 68);
  head.fill(0xff, 76);
  head.writeUInt32LE(0, 76);
  const table = Buffer.alloc(sector, 0xff);
  table.writeUInt32LE(0xfffffffd, 0);
  for (let n = 1; n <= directories; n++) table.writeUInt32LE(n === directories ? 0xfffffffe : n + 1, 4 * n);
  const directory = Buffer.alloc(directories * sector);
  const entry = (
    at: number,
    name: string,
    type: number,
    next: number,
    child: number,
    first: number,
  ): void => {
    const part = directory.subarray(at * 128, (at + 1) * 128);
    part.write(name, 'utf16le');
    part.writeUInt16LE(2 * name.length + 2, 64);
    part.writeUInt8(type, 66);
    part.writeUInt32LE(0xffffffff, 68);
    part.writeUInt32LE(next, 72);
    part.writeUInt32LE(child, 76);
    part.writeUInt32LE(first, 116);
  };
  entry(0, 'Root Entry', 5, 0xffffffff, all.length === 0 ? 0xffffffff : 1, 0xfffffffe);
  Buffer.from(classId, 'hex').copy(directory, 80);
  const heads: Buffer[] = [];
  all.forEach(({ name, head: bytes }, index) => {
    const first = 1 + directories + heads.length;
    const next = index + 1 < all.length ? index + 2 : 0xffffffff;
    entry(index + 1, name, 2, next, 0xffffffff, bytes === undefined ? 0xfffffffe : first);
    if (bytes !== undefined) heads.push(Buffer.concat([bytes, Buffer.alloc(sector - bytes.length)]));
  });
  return Buffer.concat([head, table, directory, ...heads]);
}

/** The first bytes of a document of Word 97, with its flag for a password or without. */
export function wordHead(isLocked: boolean): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt16LE(0xa5ec, 0);
  head.writeUInt16LE(isLocked ? 0x0100 : 0, 10);
  return head;
}

/** The first bytes of a workbook of Excel 97 under a password, or one whose structure alone is protected. */
export const workbookHead = (isLocked: boolean): Buffer =>
  Buffer.from(`0908040000060500${'2f000600'}00001234${isLocked ? 'af83' : '0a9a'}`, 'hex');

/** A program of Windows whose bytes before its second header are `filler`. */
export function windowsProgram(filler = 0, size = 0x400): Buffer {
  const bytes = Buffer.alloc(size, filler);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('PE\0\0', 0x80, 'latin1');
  return bytes;
}

export const elf = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(57)]);
export const shortcut = Buffer.concat([
  Buffer.from('4c0000000114020000000000c000000000000046', 'hex'),
  Buffer.alloc(60),
]);

/** The smallest TIFF: its directory stands behind `pixels` bytes. */
export function tiffOf(pixels: number): Buffer {
  const bytes = Buffer.alloc(8 + pixels + 18);
  bytes.write('II*\0', 0, 'latin1');
  bytes.writeUInt32LE(8 + pixels, 4);
  bytes.writeUInt16LE(1, 8 + pixels);
  bytes.writeUInt16LE(256, 10 + pixels);
  return bytes;
}

/** A PNG whose first chunk behind its header has `length` bytes. */
export function pngOf(length: number): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    return Buffer.concat([size, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
  };
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.alloc(13, 1)),
    chunk('iCCP', Buffer.alloc(length, 0x41)),
    chunk('IDAT', Buffer.alloc(8)),
  ]);
}

/** Bytes with a mark at one place. */
export function markedAt(at: number, mark: string, size = at + mark.length, begin = ''): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write(begin, 0, 'latin1');
  bytes.write(mark, at, 'latin1');
  return bytes;
}
export const iso = (begin = ''): Buffer => markedAt(0x8001, 'CD001\u0001', 0x9000, begin);

/** One entry, packed: programs that read from the front and those that read the directory agree on it. */
export function packedZip(name: string, bytes: string): Buffer {
  const packed = deflateRawSync(bytes);
  const unpackedSize = Buffer.byteLength(bytes);
  return zipOf([{ name, bytes: packed, packedSize: packed.length, unpackedSize }]);
}
