import { office } from '@domain/codes';
import { isLockedWorkbook, workbookHeadBytes } from './excel-password';
import type { OpenBytes } from './open-bytes';

/** What a compound file (MS-CFB) was found to be. */
export type CompoundFinding = { readonly mediaType: string } | { readonly is: 'protected' | 'installer' };

const mark = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const entryBytes = 128;
/** Sectors of the directory that are read: 64 KiB and more, far beyond what tells a type. */
const sectorsMax = 512;
const endOfChain = 0xfffffffe;

export const isCompound = (sample: Buffer): boolean => sample.subarray(0, 8).equals(mark);

interface Entry {
  readonly name: string;
  readonly isRoot: boolean;
  readonly classId: string;
  readonly siblings: readonly [left: number, right: number];
  readonly firstChild: number;
  readonly firstSector: number;
  readonly bytes: number;
}

/** Class ids of the root of installers, patches and transforms, which all run. */
const installers = ['84', '86', '82'].map((each) => `${each}100c0000000000c000000000000046`);

/** Streams that tell a type, the surer ones first; names in lower case. */
const streams: readonly (readonly [RegExp, CompoundFinding])[] = [
  [/^(encryptedpackage|encryptedsummary)$/, { is: 'protected' }],
  [/^__properties_version1\.0$/, { mediaType: office.msg }],
  [/^worddocument$/, { mediaType: office.doc }],
  [/^powerpoint document$/, { mediaType: office.ppt }],
  [/^(workbook|book)$/, { mediaType: office.xls }],
  [/^visiodocument$/, { mediaType: office.vsd }],
  [/^quill$/, { mediaType: office.pub }],
  [/^dgn[~^]/, { mediaType: office.dgn }],
  [/^(props\d*|\s*1\d\d)$/, { mediaType: office.mpp }],
];

/** Reads the directory of a compound file; one that cannot be read is a compound file of which nothing is known. */
export async function lookIntoCompound(bytes: OpenBytes): Promise<CompoundFinding> {
  const head = await bytes.read(0, 512);
  const sectorBytes = head.length < 512 ? 0 : 2 ** Math.min(head.readUInt16LE(30), 16);
  if (sectorBytes < 512) return { mediaType: office.compound };
  const all = await directoryOf(bytes, head, sectorBytes);
  const root = all.find((entry) => entry?.isRoot);
  const entries = atTop(all, root);
  if (root !== undefined && installers.includes(root.classId)) return { is: 'installer' };
  const found = streams.find(([name]) => entries.some((entry) => name.test(entry.name)))?.[1];
  if (found === undefined) return { mediaType: office.compound };
  return (await isLocked(new Streams(bytes, head, sectorBytes, root), entries)) ? { is: 'protected' } : found;
}

/** The directory is a chain of sectors; each link stands in the table that the head names first parts of. */
async function directoryOf(
  bytes: OpenBytes,
  head: Buffer,
  sectorBytes: number,
): Promise<readonly (Entry | undefined)[]> {
  const entries: (Entry | undefined)[] = [];
  const seen = new Set<number>();
  let sector = head.readUInt32LE(48);
  while (sector < endOfChain && !seen.has(sector) && seen.size < sectorsMax) {
    seen.add(sector);
    const part = await bytes.read((sector + 1) * sectorBytes, sectorBytes);
    for (let at = 0; at + entryBytes <= part.length; at += entryBytes) {
      entries.push(entryIn(part.subarray(at, at + entryBytes)));
    }
    sector = await nextSector(bytes, head, sectorBytes, sector);
  }
  return entries;
}

/** What stands in no folder: what is embedded in a document says nothing of its type. */
function atTop(all: readonly (Entry | undefined)[], root: Entry | undefined): readonly Entry[] {
  const top = new Set<Entry>();
  const waiting = root === undefined ? [] : [root.firstChild];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const entry = all[index];
    if (entry === undefined || top.has(entry)) continue;
    top.add(entry);
    waiting.push(...entry.siblings);
  }
  return [...top];
}

function entryIn(part: Buffer): Entry | undefined {
  const type = part.readUInt8(66);
  const nameBytes = Math.min(part.readUInt16LE(64), 64) - 2;
  if (type === 0 || nameBytes <= 0) return undefined;
  return {
    name: part.toString('utf16le', 0, nameBytes).toLowerCase(),
    isRoot: type === 5,
    siblings: [part.readUInt32LE(68), part.readUInt32LE(72)],
    firstChild: part.readUInt32LE(76),
    classId: part.toString('hex', 80, 96),
    firstSector: part.readUInt32LE(116),
    bytes: part.readUInt32LE(120),
  };
}

/** Of the first 109 sectors of the table, which is enough for 7 MB; what lies beyond ends the chain. */
async function nextSector(
  bytes: OpenBytes,
  head: Buffer,
  sectorBytes: number,
  sector: number,
): Promise<number> {
  const links = sectorBytes / 4;
  const place = Math.floor(sector / links);
  const table =
    place < 109 ? head.readUInt32LE(76 + 4 * place) : await farTable(bytes, head, sectorBytes, place);
  if (table >= endOfChain) return endOfChain;
  const link = await bytes.read((table + 1) * sectorBytes + 4 * (sector % links), 4);
  return link.length < 4 ? endOfChain : link.readUInt32LE(0);
}

/** Where the table stands that the head has no room for: in a chain of sectors whose last word is the next one. */
async function farTable(bytes: OpenBytes, head: Buffer, sectorBytes: number, place: number): Promise<number> {
  const perSector = sectorBytes / 4 - 1;
  let [sector, rest] = [head.readUInt32LE(68), place - 109];
  for (let step = 0; step < sectorsMax && sector < endOfChain; step++) {
    const at = (sector + 1) * sectorBytes;
    const word = await bytes.read(at + 4 * (rest < perSector ? rest : perSector), 4);
    if (word.length < 4) return endOfChain;
    if (rest < perSector) return word.readUInt32LE(0);
    [sector, rest] = [word.readUInt32LE(0), rest - perSector];
  }
  return endOfChain;
}

/** Documents and workbooks say in their first bytes that they are under a password. */
async function isLocked(streams: Streams, entries: readonly Entry[]): Promise<boolean> {
  for (const entry of entries) {
    if (entry.name === 'worddocument' && isLockedWord(await streams.headOf(entry, 12))) return true;
    const isWorkbook = entry.name === 'workbook' || entry.name === 'book';
    if (isWorkbook && isLockedWorkbook(await streams.headOf(entry, workbookHeadBytes))) return true;
  }
  return false;
}

const isLockedWord = (head: Buffer): boolean =>
  head.length === 12 && head.readUInt16LE(0) === 0xa5ec && (head.readUInt16LE(10) & 0x0100) !== 0;

/** Streams of fewer bytes than the head tells lie in parts of 64 bytes of a stream of the root. */
const smallPartBytes = 64;

class Streams {
  constructor(
    private readonly bytes: OpenBytes,
    private readonly head: Buffer,
    private readonly sectorBytes: number,
    private readonly root: Entry | undefined,
  ) {}

  /** So many of its first bytes, or those of its first sector. */
  async headOf({ firstSector, bytes }: Entry, bytesMax: number): Promise<Buffer> {
    if (firstSector >= endOfChain) return Buffer.alloc(0);
    if (bytes >= this.head.readUInt32LE(56)) return this.at(firstSector, 0, bytesMax);
    const from = firstSector * smallPartBytes;
    const sector = await this.sectorOfRoot(Math.floor(from / this.sectorBytes));
    return sector >= endOfChain
      ? Buffer.alloc(0)
      : this.at(sector, from % this.sectorBytes, Math.min(bytesMax, smallPartBytes));
  }

  private at(sector: number, from: number, bytesMax: number): Promise<Buffer> {
    const length = Math.min(bytesMax, this.sectorBytes - from);
    return this.bytes.read((sector + 1) * this.sectorBytes + from, length);
  }

  private async sectorOfRoot(index: number): Promise<number> {
    if (index > sectorsMax) return endOfChain;
    let sector = this.root?.firstSector ?? endOfChain;
    for (let step = 0; step < index && sector < endOfChain; step++)
      sector = await nextSector(this.bytes, this.head, this.sectorBytes, sector);
    return sector;
  }
}
