import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { StoreUnusable } from './store';

/*
 * The head of an lmdb data file on a 64-bit little-endian machine: two meta pages, each with flags at 18, magic at
 * 24, version at 28, page size at 48, number of the root page at 136, of the last page at 144, and transaction at 152.
 * Every page tells its own number at 0 and the transaction that wrote it at 8.
 */
const metaPageFlag = 0x08;
const magic = 0xbeefc0de;
const version = 2;
const metaBytes = 160;
const pageBytesMin = 256;
const pageBytesMax = 65_536;

interface Meta {
  readonly pageBytes: number;
  readonly root: bigint;
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
    if (metas === undefined || !agree(metas, (meta) => readRoot(file, size, meta))) {
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
 * The two meta pages are those of the last two transactions, each of which wrote its root page anew. A bit that flipped
 * in one of them would make lmdb fall back on the other, and what was acknowledged in between would be gone unnoticed.
 */
function agree(metas: readonly [Meta, Meta], rootOf: (meta: Meta) => RootPage | undefined): boolean {
  const newest = newestOf(metas);
  const older = metas[0] === newest ? metas[1] : metas[0];
  // A new file has two of transaction 0, a compacted copy one.
  const isYoung = older.transaction === 0n;
  if (!isYoung && newest.transaction !== older.transaction + 1n) return false;
  if (newest.lastPage < older.lastPage) return false;
  const [root, olderRoot] = [rootOf(newest), rootOf(older)];
  if (root !== undefined && root.number !== newest.root) return false;
  if (root !== undefined && !isYoung && root.transaction !== newest.transaction) return false;
  return olderRoot?.transaction !== newest.transaction + 1n;
}

interface RootPage {
  readonly number: bigint;
  readonly transaction: bigint;
}

/** Undefined when the tree is empty, or when the page lies beyond the end of the file. */
function readRoot(file: number, size: number, { root, pageBytes }: Meta): RootPage | undefined {
  const at = Number(root) * pageBytes;
  if (root === noPage || at + pageBytes > size) return undefined;
  const head = Buffer.alloc(16);
  readSync(file, head, 0, head.length, at);
  return { number: head.readBigUInt64LE(0), transaction: head.readBigUInt64LE(8) };
}

const noPage = 0xffff_ffff_ffff_ffffn;

/**
 * Why the file cannot take a commit of so many bytes more, if so. Writes behind the last page in use and takes that
 * away again, so no commit may be on its way.
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
    root: page.readBigUInt64LE(136),
    lastPage: Number(page.readBigUInt64LE(144)),
    transaction: page.readBigUInt64LE(152),
  };
}
