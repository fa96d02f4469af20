import { text } from 'node:stream/consumers';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { type EntryRefusal, entryRefusal, isSymbolicLink } from './archive-entry.policy';
import { type ArchiveLimits, archiveLimits } from './archive-limits';

/** What the directory of a zip says, or why the zip is not taken. */
export type ZipFinding =
  | { readonly mediaType: string }
  | { readonly refused: EntryRefusal | 'bomb' | 'broken'; readonly detail: string };

type Refused = Extract<ZipFinding, { refused: unknown }>;

/**
 * Reads the directory of a zip, never what is packed, in memory that does not grow with the file. What a zip promises
 * to unpack to is believed: whoever unpacks more than was promised has to stop by itself.
 */
export async function lookIntoZip(path: string, limits: ArchiveLimits = archiveLimits): Promise<ZipFinding> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, decodeStrings: false });
  } catch (error) {
    return broken(error);
  }
  try {
    return await lookAtEntries(zip, limits);
  } catch (error) {
    return broken(error);
  } finally {
    zip.close();
  }
}

const broken = (error: unknown): Refused => ({
  refused: 'broken',
  detail: `is no readable zip: ${error instanceof Error ? error.message : String(error)}`,
});

async function lookAtEntries(zip: ZipFile, limits: ArchiveLimits): Promise<ZipFinding> {
  const { entryCount, fileSize } = zip;
  if (entryCount > limits.entriesMax) {
    return bomb(`holds ${entryCount} entries; ${limits.entriesMax} at most are taken`);
  }
  const marks = new Marks();
  let [packed, unpacked] = [0, 0];
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    const unixMode = entry.externalFileAttributes >>> 16;
    const refused = entryRefusal({ name, unixMode });
    if (refused !== undefined) return { refused, detail: told(refused, name, unixMode) };
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    if (packed > fileSize) return bomb('has entries that share their bytes');
    if (unpacked > limits.unpackedBytesMax) {
      return bomb(`unpacks to more than ${limits.unpackedBytesMax} bytes`);
    }
    await marks.note(zip, entry, name);
  }
  if (unpacked >= limits.ratioFromBytes && unpacked > limits.ratioMax * fileSize) {
    return bomb(
      `unpacks to ${Math.round(unpacked / fileSize)} times its size; ${limits.ratioMax} at most is taken`,
    );
  }
  return { mediaType: marks.mediaType };
}

const bomb = (detail: string): Refused => ({ refused: 'bomb', detail });

function told(refused: EntryRefusal, name: string, unixMode: number): string {
  const entry = `its entry ${JSON.stringify(name.slice(0, 100))}`;
  if (refused === 'nested') return `${entry} is a further archive`;
  if (refused === 'executable') return `${entry} is a program`;
  return isSymbolicLink(unixMode) ? `${entry} is a link` : `${entry} leads out of its folder`;
}

const nameOf = ({ generalPurposeBitFlag, fileName, extraFields }: Entry): string =>
  // Undecoded, so that a name can be refused by its own rule: the bytes, whatever the type says.
  getFileNameLowLevel(generalPurposeBitFlag, fileName as unknown as Buffer, extraFields, true);

const openXml: readonly [start: string, type: string, withMacros: string][] = [
  [
    'word/',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.ms-word.document.macroenabled.12',
  ],
  [
    'xl/',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.ms-excel.sheet.macroenabled.12',
  ],
  [
    'ppt/',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.ms-powerpoint.presentation.macroenabled.12',
  ],
];

/** By what entries it has, an office file is told from a plain zip and from the others. */
class Marks {
  private named: string | undefined;
  private isOpenXml = false;
  private isProgram = false;
  private hasMacros = false;
  private readonly starts = new Set<string>();

  async note(zip: ZipFile, entry: Entry, name: string): Promise<void> {
    if (name === '[Content_Types].xml') this.isOpenXml = true;
    if (name === 'META-INF/MANIFEST.MF' || name === 'AndroidManifest.xml') this.isProgram = true;
    if (name.endsWith('/vbaProject.bin')) this.hasMacros = true;
    const start = openXml.find(([each]) => name.startsWith(each));
    if (start !== undefined) this.starts.add(start[0]);
    if (name === 'mimetype' && entry.uncompressedSize <= archiveLimits.typeBytesMax) {
      this.named = (await text(await zip.openReadStreamPromise(entry))).trim().toLowerCase();
    }
  }

  get mediaType(): string {
    if (this.named !== undefined) return this.named;
    const [, type, withMacros] = openXml.find(([start]) => this.isOpenXml && this.starts.has(start)) ?? [];
    if (type !== undefined && withMacros !== undefined) return this.hasMacros ? withMacros : type;
    return this.isProgram ? 'application/java-archive' : 'application/zip';
  }
}
