import { createHash } from 'node:crypto';
import { type DigestName, digestNamed } from './algorithms';
import { Allowance } from './allowance';
import { sha256Of } from './certificate';
import { type Circumstances, type Frame, judgeSigner, unread } from './cms';
import { pdfBytesMax, type PdfSignature, signaturesIn } from './pdf';
import { PdfFile } from './pdf-file';
import { forbids, isUsageRight, limitsIfRead } from './pdf-limits';
import { PdfReferences } from './pdf-references';
import { validationDataIn } from './pdf-store';
import { updateBetween } from './pdf-update';
import { instant } from './revocation';
import { readSignedData, type SignedData } from './signed-data';
import type { Content } from './signer';
import { type Stamp, timeIn, tstInfo } from './timestamp';
import { type Evidence, type FindingCode, statusOf, type Verdict, weighs, worstFirst } from './verdict';

/**
 * Judges every signature inside a PDF (PAdES, ETSI EN 319 142; ISO 32000-2, 12.8): at least one verdict for each, in
 * the order in which they were made, none for a file without one. A signature covers the revision it was made on;
 * behind it only revocation data, time-stamps and further signatures may stand.
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
  return found.length === 0 ? [] : new PdfJudgement(file, sha256, found, circumstances).verdicts();
}

/** A signature that could be read, and the digests of what it covers, each made once. */
interface Signature extends PdfSignature {
  readonly cms: Uint8Array;
  readonly signed: SignedData;
  readonly digested: (digest: DigestName) => Content;
}

class PdfJudgement {
  private readonly objects: PdfFile;
  private readonly circumstances: Circumstances;
  private readonly allowance: Allowance;
  private readonly isStoreCut: boolean;
  private readonly found: readonly PdfSignature[];
  /** Time-stamps over the whole file as it was: up to which byte, and when. */
  private readonly stamps = new Map<PdfSignature, Stamp>();

  constructor(
    private readonly file: Buffer,
    private readonly sha256: string,
    found: readonly PdfSignature[],
    told: Circumstances,
  ) {
    const { trust, allowance = Allowance.ofCommand() } = told;
    this.allowance = allowance.ofFile();
    this.objects = new PdfFile(file, this.allowance);
    this.found = found.filter(({ hole, end }) => !isUsageRight(this.objects, end, hole));
    const { certificates, revocation, isCut } = validationDataIn(this.objects, this.allowance);
    this.isStoreCut = isCut;
    this.circumstances = {
      ...told,
      trust: {
        roots: trust.roots,
        authorities: [...trust.authorities, ...certificates],
        revocation: [...trust.revocation, ...revocation],
      },
    };
  }

  verdicts(): readonly Verdict[] {
    const read = this.found.map((signature, index) => this.read(signature, this.found[index - 1]));
    for (const signature of read) {
      if (typeof signature === 'string' || signature.signed.contentType !== tstInfo) continue;
      this.stamps.set(signature, timeIn(signature.cms, signature.digested, this.circumstances.trust));
    }
    const verdicts = read.map((signature) =>
      typeof signature === 'string'
        ? [unread('pades', this.sha256, [signature], this.circumstances)]
        : this.judge(signature),
    );
    return this.withUpdates(read, verdicts).flat();
  }

  private read(signature: PdfSignature, before: PdfSignature | undefined): Signature | FindingCode {
    const { cms } = signature;
    if (typeof cms === 'string') return cms;
    if (before !== undefined && signature.hole[0] < before.end) return 'byte-range-malformed';
    const signed = readSignedData(cms, this.allowance);
    if (signed === undefined || signed === 'too-large') return signed ?? 'malformed';
    const digests = new Map<DigestName, string>();
    const digested = (digest: DigestName): Content => {
      const known = digests.get(digest) ?? digestOfRanges(this.file, signature, digest);
      digests.set(digest, known);
      return { digests: { [digest]: known } };
    };
    return { ...signature, cms, signed, digested };
  }

  private judge(signature: Signature): Verdict[] {
    const { signed, end, digested } = signature;
    const evidence = { covered: { bytes: end, of: this.file.length } };
    if (signed.contentType === tstInfo) return [this.judgeStamp(signature, evidence)];
    const stamps = [...this.stamps].flatMap(([stamp, { at }]) =>
      stamp.end > end && at !== undefined ? [at] : [],
    );
    const provenAt = stamps.length === 0 ? undefined : Math.min(...stamps);
    const findings: FindingCode[] = this.isStoreCut ? ['revocation-too-large'] : [];
    const frame: Frame = { form: 'pades', sha256: this.sha256, findings, evidence, provenAt };
    const isBare = signed.signers.some(({ signedAttrs }) => signedAttrs === undefined);
    const bare = isBare ? { bytes: ranges(this.file, signature) } : undefined;
    return signed.signers.map((signer) => {
      const digest = digestNamed(signer.digestAlgorithm);
      const isOfBytes = signer.signedAttrs === undefined;
      const content = (isOfBytes ? bare : undefined) ?? digested(digest ?? 'sha256');
      return judgeSigner(signed, signer, content, frame, this.circumstances);
    });
  }

  private judgeStamp(signature: Signature, evidence: Partial<Evidence>): Verdict {
    const { at, findings } = this.stamps.get(signature) ?? {
      at: undefined,
      findings: ['malformed'] as const,
    };
    const verdict = unread('pdf-timestamp', this.sha256, findings, this.circumstances);
    const signedAt = at === undefined ? {} : { signedAt: { at: instant(at), source: 'timestamp' as const } };
    return { ...verdict, evidence: { ...verdict.evidence, ...signedAt, ...evidence } };
  }

  /** From the last to the first: whatever spoils a later revision spoils every signature before it. */
  private withUpdates(
    read: readonly (Signature | FindingCode)[],
    verdicts: readonly (readonly Verdict[])[],
  ): readonly (readonly Verdict[])[] {
    const judged = [...verdicts];
    const spoiled = new Set<FindingCode>();
    const limits = read.map((signature) =>
      typeof signature === 'string'
        ? { locks: [] }
        : limitsIfRead(this.objects, signature.end, signature.hole),
    );
    const there = this.found.map(({ hole }, index) => {
      const signature = read[index];
      return { hole, isStamp: typeof signature === 'object' && signature.signed.contentType === tstInfo };
    });
    const told = { file: this.objects, references: new PdfReferences(this.objects), signatures: there };
    let [after, next] = [this.file.length, read.length];
    for (let index = read.length - 1; index >= 0; index--) {
      const signature = read[index] as Signature | FindingCode;
      if (typeof signature === 'string') continue;
      if (signature.end < after) {
        const before = limits.slice(0, index + 1);
        // Who certifies signs first (ISO 32000-2, 12.8.2.2.1).
        const mayFill = (limits[0]?.permits ?? 0) >= 2 && (judged[0] ?? []).some(isGood);
        const update = updateBetween({ ...told, mayFill }, [signature.end, after]);
        if ('finding' in update) spoiled.add(update.finding);
        else {
          if (update.draws && !(judged[next] ?? []).some(isGood)) spoiled.add('drawing-not-vouched-for');
          const overstepped = before.flatMap((limit, each) => (forbids(limit, update) ? [each] : []));
          const ones = overstepped.length === 0 ? [] : update.signs ? [...overstepped, next] : overstepped;
          for (const each of ones) judged[each] = (judged[each] ?? []).map(notPermitted);
        }
      }
      judged[index] = (judged[index] ?? []).map((verdict) => behind(verdict, spoiled));
      [after, next] = [signature.end, index];
    }
    return judged;
  }
}

const notPermitted = (verdict: Verdict): Verdict => {
  const findings = [...verdict.findings, 'not-permitted-by-earlier-signature' as const];
  return { ...verdict, status: statusOf(findings), findings: worstFirst(findings) };
};

/** A time-stamp proves its moment whatever was added later. */
function behind(verdict: Verdict, spoiled: ReadonlySet<FindingCode>): Verdict {
  const { covered, form } = verdict.evidence;
  if (covered === undefined || covered.bytes === covered.of || form === 'pdf-timestamp') return verdict;
  const isForbidden = [...spoiled].some((finding) => weighs(finding, 'invalid'));
  const more: FindingCode[] = isForbidden ? ['unsigned-bytes'] : ['signed-earlier-revision'];
  const findings = [...verdict.findings, ...more, ...spoiled];
  return { ...verdict, status: statusOf(findings), findings: worstFirst(findings) };
}

const isGood = ({ status, evidence }: Verdict): boolean =>
  evidence.form === 'pades' && (status === 'valid' || status === 'weak');

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
