import { createHash } from 'node:crypto';
import { type DigestName, digestNamed } from './algorithms';
import { sha256Of } from './certificate';
import { type Circumstances, type Frame, judgeSigner, unread } from './cms';
import { pdfBytesMax, type PdfSignature, signaturesIn } from './pdf';
import type { Content } from './signer';
import { readSignedData } from './signed-data';
import { timeProvenBy, tstInfo } from './timestamp';
import { type FindingCode, statusOf, type Verdict, worstFirst } from './verdict';

/**
 * Judges every signature inside a PDF (PAdES, ETSI EN 319 142; ISO 32000-2, 12.8): one verdict for each, in the order
 * in which they were made, none for a file without one. The last good one must cover the whole file; an earlier one
 * covers the revision it was made on, and what came after is vouched for by the last.
 * @param pdf at most 64 MiB; nothing is thrown, whatever the bytes are.
 * @param sha256 of all of it, where it is known.
 */
export function verifyPdf(
  pdf: Uint8Array,
  circumstances: Circumstances,
  sha256: string = sha256Of(pdf),
): readonly Verdict[] {
  if (pdf.length > pdfBytesMax) return [unread('pades', sha256, ['too-large'], circumstances)];
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  if (file.toString('latin1', 0, 5) !== '%PDF-')
    return [unread('pades', sha256, ['malformed'], circumstances)];
  const found = signaturesIn(file);
  if (found === 'too-many') return [unread('pades', sha256, ['too-large'], circumstances)];
  return vouched(
    found.flatMap((signature, index) => {
      const before = found[index - 1];
      const overlaps = before !== undefined && signature.hole[0] < before.end;
      return judge(file, sha256, signature, overlaps, circumstances);
    }),
  );
}

function judge(
  file: Buffer,
  sha256: string,
  signature: PdfSignature,
  overlaps: boolean,
  circumstances: Circumstances,
): Verdict[] {
  const { cms, end } = signature;
  const evidence = { covered: { bytes: end, of: file.length } };
  if (cms === undefined || overlaps) {
    return [unread('pades', sha256, ['byte-range-malformed'], circumstances)];
  }
  const signed = readSignedData(cms);
  if (signed === undefined) return [unread('pades', sha256, ['malformed'], circumstances)];
  const digests = new Map<DigestName, string>();
  const digested = (digest: DigestName): Content => {
    const known = digests.get(digest) ?? digestOfRanges(file, signature, digest);
    digests.set(digest, known);
    return { digests: { [digest]: known } };
  };
  if (signed.contentType === tstInfo) {
    const good = timeProvenBy(cms, digested, circumstances.trust) !== undefined;
    const verdict = unread('pdf-timestamp', sha256, good ? [] : ['timestamp-unusable'], circumstances);
    return [{ ...verdict, evidence: { ...verdict.evidence, ...evidence } }];
  }
  const frame: Frame = { form: 'pades', sha256, findings: [], evidence };
  return signed.signers.map((signer) => {
    const digest = digestNamed(signer.digestAlgorithm);
    const content =
      signer.signedAttrs === undefined ? { bytes: ranges(file, signature) } : digested(digest ?? 'sha256');
    return judgeSigner(signed, signer, content, frame, circumstances);
  });
}

const parts = (file: Buffer, { hole, end }: PdfSignature) => [
  file.subarray(0, hole[0]),
  file.subarray(hole[1], end),
];
const ranges = (file: Buffer, signature: PdfSignature): Uint8Array => Buffer.concat(parts(file, signature));

function digestOfRanges(file: Buffer, signature: PdfSignature, digest: DigestName): string {
  const hash = createHash(digest);
  for (const part of parts(file, signature)) hash.update(part);
  return hash.digest('hex');
}

/**
 * An update behind a signature may show another text, and telling a harmless one apart means reading the whole file
 * as a viewer does. So a signer must vouch for all bytes; a time-stamp says nothing about a text.
 */
function vouched(verdicts: readonly Verdict[]): readonly Verdict[] {
  const coversAll = ({ evidence: { covered } }: Verdict) =>
    covered !== undefined && covered.bytes === covered.of;
  const good = verdicts.some(
    (verdict) =>
      coversAll(verdict) &&
      verdict.evidence.form === 'pades' &&
      (verdict.status === 'valid' || verdict.status === 'weak'),
  );
  return verdicts.map((verdict) => {
    if (coversAll(verdict) || verdict.evidence.form === 'pdf-timestamp') return verdict;
    const findings: FindingCode[] = [
      ...verdict.findings,
      good ? 'signed-earlier-revision' : 'unsigned-bytes',
    ];
    return { ...verdict, status: statusOf(findings), findings: worstFirst(findings) };
  });
}
