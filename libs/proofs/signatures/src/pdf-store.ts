import type { Allowance } from './allowance';
import { type Certificate, readCertificate } from './certificate';
import { type PdfFile, type PdfRevision } from './pdf-file';
import { entryOf, type PdfValue, TooMuchInPdf, UnreadablePdf } from './pdf-objects';
import { readRevocation, type RevocationAnswers } from './revocation';

/** What signing software put into a file so that its signatures can be judged later (ISO 32000-2, 12.8.4.3). */
export interface ValidationData {
  readonly certificates: readonly Certificate[];
  readonly revocation: readonly RevocationAnswers[];
  /** There is more in the file than is read. */
  readonly isCut: boolean;
}

/** Of each kind; and bytes of all of them. The lists of some authorities have megabytes. */
const itemsMax = 256;
const bytesMax = 32 * 1024 * 1024;

/**
 * The document security store of the file as it is now. It may be anybody's: certificates in it lead to a root or to
 * nothing, and lists and answers count for what their authority signed.
 * @param allowance for the entries of its lists.
 * @returns nothing of a file that cannot be read.
 */
export function validationDataIn(file: PdfFile, allowance: Allowance): ValidationData {
  const nothing = { certificates: [], revocation: [] };
  try {
    const revision = file.revision(file.bytes.length);
    const catalog = revision.valueOf(entryOf(revision.trailer, 'Root'));
    const store = revision.valueOf(entryOf(catalog, 'DSS'));
    const left = { bytes: bytesMax };
    const [certificates, answers, lists] = ['Certs', 'OCSPs', 'CRLs'].map((key) =>
      streamsIn(file, revision, entryOf(store, key), left),
    ) as [Streams, Streams, Streams];
    return {
      certificates: certificates.streams.flatMap((der) => readCertificate(der) ?? []),
      revocation: [...answers.streams, ...lists.streams].flatMap(
        (der) => readRevocation(der, allowance) ?? [],
      ),
      isCut: certificates.isCut || answers.isCut || lists.isCut,
    };
  } catch (error) {
    if (error instanceof TooMuchInPdf) return { ...nothing, isCut: true };
    if (error instanceof UnreadablePdf) return { ...nothing, isCut: false };
    throw error;
  }
}

interface Streams {
  readonly streams: readonly Uint8Array[];
  readonly isCut: boolean;
}

function streamsIn(
  file: PdfFile,
  revision: PdfRevision,
  value: PdfValue | undefined,
  left: { bytes: number },
): Streams {
  const list = revision.valueOf(value);
  const items = list?.kind === 'array' ? list.items : [];
  // The same stream named again says nothing more, and is not read again.
  const numbers = [...new Set(items.flatMap((item) => (item.kind === 'ref' ? [item.number] : [])))];
  const streams = numbers.slice(0, itemsMax).flatMap((number) => {
    const object = revision.object(number);
    if (object?.stream === undefined) return [];
    const bytes = file.streamOf(object);
    left.bytes -= bytes.length;
    return left.bytes < 0 ? [] : [bytes];
  });
  return { streams, isCut: numbers.length > itemsMax || left.bytes < 0 };
}
