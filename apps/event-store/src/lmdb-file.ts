import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { StoreUnusable } from './store';

/*
 * The head of an lmdb data file on a 64-bit little-endian machine: two meta pages, each with flags at 18, magic at
 * 24, version at 28, page size at 48, number of the last page at 144 and transaction at 152.
 */
const metaPageFlag = 0x08;
const magic = 0xbeefc0de;
const version = 2;
const metaBytes = 160;
const pageBytesMin = 256;
const pageBytesMax = 65_536;

interface Meta {
  readonly pageBytes: number;
  readonly lastPage: number;
  readonly transaction: bigint;
}

/**
 * Looks at a data file before lmdb maps it, because lmdb ends the whole process on a file that is not its own and on
 * a page beyond the end of the file. Missing pages become empty ones, which lmdb reports as damage when it meets them.
 */
export function checkDataFile(path: string): void {
  if (!existsSync(path) || is32Bit()) return;
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const metas = readMetas(file, size);
    if (metas === undefined) {
      throw new StoreUnusable(`${path} is not an event store, or its first pages are damaged. ${restore}`);
    }
    const { pageBytes, lastPage } = newestOf(metas);
    const wanted = (lastPage + 1) * pageBytes;
    if (wanted > 2 * size) {
      throw new StoreUnusable(
        `${path} has ${size} bytes where ${wanted} belong: it was cut short. ${restore}`,
      );
    }
    if (wanted > size) ftruncateSync(file, wanted);
  } finally {
    closeSync(file);
  }
}

/**
 * Why the file cannot take a commit of so many bytes more, if so. Writes behind the last page in use and takes that away
 * again, so no commit may be on its way.
 */
export function whyNoRoom(path: string, bytes: number): unknown {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    const metas = readMetas(file, size);
    if (metas === undefined) return undefined;
    const { pageBytes, lastPage } = newestOf(metas);
    const begin = (lastPage + 1) * pageBytes;
    try {
      const end = begin + 2 * bytes + treeBytes;
      for (let at = begin; at < end; at += writeSync(file, zeros, 0, Math.min(zeros.length, end - at), at));
      return undefined;
    } catch (error) {
      return error;
    } finally {
      ftruncateSync(file, size);
    }
  } finally {
    closeSync(file);
  }
}

const zeros = Buffer.alloc(65_536);
/** More than a commit writes besides the events, in bytes. */
const treeBytes = 1_048_576;

const newestOf = (metas: readonly [Meta, Meta]): Meta =>
  metas.reduce((a, b) => (a.transaction > b.transaction ? a : b));

const restore = 'Restore it from a backup.';

const is32Bit = (): boolean => ['arm', 'ia32', 'mips', 'mipsel'].includes(process.arch);

function readMetas(file: number, size: number): readonly [Meta, Meta] | undefined {
  const first = readMeta(file, 0);
  if (first === undefined || size < 2 * first.pageBytes) return undefined;
  const second = readMeta(file, first.pageBytes);
  return second === undefined ? undefined : [first, second];
}

function readMeta(file: number, at: number): Meta | undefined {
  const page = Buffer.alloc(metaBytes);
  if (readSync(file, page, 0, metaBytes, at) < metaBytes) return undefined;
  const isMeta = (page.readUInt16LE(18) & metaPageFlag) !== 0;
  if (!isMeta || page.readUInt32LE(24) !== magic || page.readUInt32LE(28) !== version) return undefined;
  const pageBytes = page.readUInt32LE(48);
  if (pageBytes < pageBytesMin || pageBytes > pageBytesMax) return undefined;
  return {
    pageBytes,
    lastPage: Number(page.readBigUInt64LE(144)),
    transaction: page.readBigUInt64LE(152),
  };
}
