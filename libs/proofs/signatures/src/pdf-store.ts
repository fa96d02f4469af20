import { type Certificate, readCertificate } from './certificate';
import { type PdfFile, type PdfRevision } from './pdf-file';
import { entryOf, type PdfValue, UnreadablePdf } from './pdf-objects';
import { readRevocation, type RevocationAnswers } from './revocation';

/** What signing software put into a file so that its signatures can be judged later (ISO 32000-2, 12.8.4.3). */
export interface ValidationData {
  readonly certificates: readonly Certificate[];
  readonly revocation: readonly RevocationAnswers[];
}

/** Of each list; and bytes of all of them. The lists of some authorities have megabytes. */
const itemsMax = 64;
const bytesMax = 8 * 1024 * 1024;

/**
 * The document security store of the file as it is now. It may be anybody's: certificates in it lead to a root or to
 * nothing, and lists and answers count for what their authority signed.
 * @returns nothing of a file that cannot be read.
 */
export function validationDataIn(file: PdfFile): ValidationData {
  try {
    const revision = file.revision(file.bytes.length);
    const catalog = revision.valueOf(entryOf(revision.trailer, 'Root'));
    const store = revision.valueOf(entryOf(catalog, 'DSS'));
    const left = { bytes: bytesMax };
    const streams = (key: string) => streamsIn(file, revision, entryOf(store, key), left);
    return {
      certificates: streams('Certs').flatMap((der) => readCertificate(der) ?? []),
      revocation: [...streams('OCSPs'), ...streams('CRLs')].flatMap((der) => readRevocation(der) ?? []),
    };
  } catch (error) {
    if (error instanceof UnreadablePdf) return { certificates: [], revocation: [] };
    throw error;
  }
}

function streamsIn(
  file: PdfFile,
  revision: PdfRevision,
  value: PdfValue | undefined,
  left: { bytes: number },
): Uint8Array[] {
  const list = revision.valueOf(value);
  const items = list?.kind === 'array' ? list.items.slice(0, itemsMax) : [];
  return items.flatMap((item) => {
    const object = item.kind === 'ref' ? revision.object(item.number) : undefined;
    if (object?.stream === undefined) return [];
    const bytes = file.streamOf(object);
    left.bytes -= bytes.length;
    return left.bytes < 0 ? [] : [Uint8Array.from(bytes)];
  });
}
