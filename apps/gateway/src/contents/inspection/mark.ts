import { looksLikeText } from './sample-text';

/** What a mark in the first bytes says. */
export interface Mark {
  /** Lower case, without parameters. */
  readonly mediaType: string;
  readonly ending: string;
}

/** Bytes that are looked at for marks; the library is given fewer, so that its loops end soon. */
export const sampleBytes = 64 * 1_024;
const libraryBytes = 4_100;

/**
 * Types whose bytes may be text throughout. Any other mark in a text is a word that happens to begin so: `BM`, `MZ`,
 * `FWS`, `ID3`, `GIF89a`, `BZh`.
 */
const ofText = new Set([
  'application/pdf',
  'application/rtf',
  'application/postscript',
  'application/eps',
  'text/calendar',
  'text/vcard',
  'text/vtt',
  'application/pgp-encrypted',
  'model/stl',
]);

/** Types that the library looks further into than it is given bytes, by the mark that they have all the same. */
const shortened: readonly (readonly [hex: string, Mark])[] = [
  ['49492a00', { mediaType: 'image/tiff', ending: 'tif' }],
  ['4d4d002a', { mediaType: 'image/tiff', ending: 'tif' }],
  ['49492b0008000000', { mediaType: 'image/tiff', ending: 'tif' }],
  ['4d4d002b00080000', { mediaType: 'image/tiff', ending: 'tif' }],
  ['89504e470d0a1a0a', { mediaType: 'image/png', ending: 'png' }],
  ['494433', { mediaType: 'audio/mpeg', ending: 'mp3' }],
];

/** Writers put what they like before the mark of a PDF; readers look for it in the first KiB (PDF 32000, H.3). */
const pdf: Mark = { mediaType: 'application/pdf', ending: 'pdf' };

/** What the first bytes of a file say that it is; nothing for texts and for what bears no known mark. */
export async function markIn(sample: Buffer): Promise<Mark | undefined> {
  const isText = looksLikeText(sample);
  const begin = sample.subarray(0, 1_024).toString('latin1');
  if (/^(?:\u00ef\u00bb\u00bf)?\s*%PDF-\d/.test(begin)) return pdf;
  const mark = (await fromLibrary(sample)) ?? ofBeginning(sample);
  if (mark === undefined || mark.mediaType === 'application/xml') {
    return !isText && begin.includes('%PDF-1.') ? pdf : undefined;
  }
  return isText && !ofText.has(mark.mediaType) ? undefined : mark;
}

const ofBeginning = (sample: Buffer): Mark | undefined =>
  shortened.find(([hex]) => sample.toString('hex', 0, hex.length / 2) === hex)?.[1];

async function fromLibrary(sample: Buffer): Promise<Mark | undefined> {
  // An ES module, which CommonJS of Node 20 reaches only so.
  const { fileTypeFromBuffer } = await import('file-type');
  // Half a file of some types is an error to it.
  const found = await fileTypeFromBuffer(sample.subarray(0, libraryBytes)).catch(() => undefined);
  const mediaType = found?.mime.toLowerCase().split(';', 1)[0]?.trim();
  return found === undefined || mediaType === undefined ? undefined : { mediaType, ending: found.ext };
}
