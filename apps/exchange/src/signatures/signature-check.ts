import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { refusedBy, type Caller, type FieldError, type GivenSignature, type Refused } from '@contracts';
import {
  legalValueOf,
  pdfBytesMax,
  verifyDetached,
  verifyPdf,
  type Circumstances,
  type Content,
  type Expected,
  type SignerKind,
  type Verdict,
} from '@proofs/signatures';
import type { ContentPart, SignatureVerdict } from '@domain/codes';
import { ContentStore } from '@adapters/content-store';
import { Clock } from '@runtime';
import { Directory } from '../directory';
import { Turns } from '../turns';
import { refusalOf } from './signature-refusal.policy';
import { TrustRoots } from './trust-roots';

/** Whether every part must bear both signatures (LIENTHONG_SIGNATURES), or a document may be for information only. */
export class SignaturePolicy {
  constructor(readonly isRequired: boolean) {}
}

/** Signatures that came with a command, and what they have to be signatures of. */
export interface Handed {
  /** Whose signatures are handed over: those of others in the same file are not looked for. */
  readonly by: SignerKind;
  readonly signatures: readonly GivenSignature[];
  readonly contents: readonly ContentPart[];
  readonly agency: string;
  /** The officer who signs or has signed the document. */
  readonly officer: string;
  /** When the exchange received them. */
  readonly at: string;
}

/** Read digests of one pass, for signatures that hash with something else than the address does. */
const digestNames = ['md5', 'sha1', 'sha224', 'sha384', 'sha512'] as const;

/** Judges signatures by the trust roots, the directory's certificates and the kept bytes. */
@Injectable()
export class SignatureCheck {
  constructor(
    private readonly contents: ContentStore,
    private readonly directory: Directory,
    private readonly roots: TrustRoots,
    private readonly clock: Clock,
    private readonly turns: Turns,
    private readonly policy: SignaturePolicy,
  ) {}

  /** The verdicts to record, or the refusal that names the first thing wrong with each bad signature. */
  async of(handed: Handed, caller: Caller): Promise<readonly SignatureVerdict[] | Refused> {
    const verdicts: SignatureVerdict[] = [];
    if (handed.signatures.length > 0) {
      const circumstances = await this.circumstancesOf(handed, caller);
      for (const [index, given] of handed.signatures.entries()) {
        const judged = await this.judge(given, `/body/signatures/${index}`, handed, circumstances);
        if ('refused' in judged) return judged;
        verdicts.push(...judged);
      }
    }
    return this.policy.isRequired ? (missingIn(handed, verdicts) ?? verdicts) : verdicts;
  }

  private async circumstancesOf({ agency, officer, at }: Handed, caller: Caller): Promise<Circumstances> {
    const registered = await this.directory.certificatesOf(agency, at, caller);
    const held = (by: string | undefined) =>
      registered.filter((one) => one.officer === by).map(({ certificate }) => certificate);
    const expected: Expected[] = [
      { kind: 'officer', id: officer, certificates: held(officer) },
      { kind: 'agency', id: agency, certificates: held(undefined) },
    ];
    return { trust: await this.roots.current(), checkedAt: this.clock.now(), signedAt: at, expected };
  }

  private async judge(
    given: GivenSignature,
    pointer: string,
    { by, contents }: Handed,
    circumstances: Circumstances,
  ): Promise<readonly SignatureVerdict[] | Refused> {
    const part = contents.find(({ sha256 }) => sha256 === given.sha256);
    if (part === undefined) {
      return refused('content-hash-mismatch', pointer, 'no part of this document has this SHA-256');
    }
    const verdicts = await this.verdictsOn(part, given, circumstances);
    const theirs = verdicts.filter((verdict) => verdict.by === by);
    const bad =
      theirs.find(({ status }) => status === 'invalid') ??
      (theirs.length === 0 ? strangest(verdicts) : undefined);
    if (bad !== undefined) return refused(refusalOf(bad), pointer, `found: ${bad.findings.join(', ')}`);
    if (theirs.length === 0) return refused('signature-invalid', pointer, `holds no signature of the ${by}`);
    return theirs.map((verdict) => recordable(verdict, by));
  }

  private async verdictsOn(
    { sha256, size }: ContentPart,
    { cms }: GivenSignature,
    circumstances: Circumstances,
  ): Promise<readonly Verdict[]> {
    if (cms === undefined) {
      // One large file at a time is in memory, whoever else asks.
      return this.turns.take('signed-file', async () =>
        size > pdfBytesMax ? [] : verifyPdf(await this.bytesOf(sha256), circumstances, sha256),
      );
    }
    const signature = Buffer.from(cms, 'base64');
    const by = (content: Content) => verifyDetached(signature, content, circumstances);
    const verdicts = by({ digests: { sha256 } });
    const wants = (finding: Verdict['findings'][number]) =>
      verdicts.some(({ findings }) => findings.includes(finding));
    if (wants('content-bytes-needed') && size <= pdfBytesMax) {
      return this.turns.take('signed-file', async () => by({ bytes: await this.bytesOf(sha256) }));
    }
    return wants('digest-not-given') ? by({ digests: await this.digestsOf(sha256) }) : verdicts;
  }

  private async bytesOf(sha256: string): Promise<Uint8Array> {
    const { stream } = await this.contents.read(sha256);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  private async digestsOf(sha256: string): Promise<Record<string, string>> {
    const hashes = digestNames.map((name) => [name, createHash(name)] as const);
    const { stream } = await this.contents.read(sha256);
    for await (const chunk of stream) for (const [, hash] of hashes) hash.update(chunk as Buffer);
    return { sha256, ...Object.fromEntries(hashes.map(([name, hash]) => [name, hash.digest('hex')])) };
  }
}

/** Of signatures by nobody who was asked for: a forged one tells more than one of another agency. */
const strangest = (verdicts: readonly Verdict[]): Verdict | undefined =>
  verdicts.find(({ status, by }) => status !== 'valid' && by === undefined);

const refused = (refusal: string, pointer: string, detail: string): Refused =>
  refusedBy('document', refusal, [{ pointer, detail }]);

const recordable = ({ status, content, certificate = '', findings, evidence }: Verdict, by: SignerKind) => ({
  by,
  status,
  content,
  certificate,
  findings,
  evidence: { ...evidence },
});

function missingIn({ by, contents }: Handed, verdicts: readonly SignatureVerdict[]): Refused | undefined {
  const parts = contents.map(({ sha256 }) => sha256);
  const legal = legalValueOf(parts, verdicts);
  const missing = legal.value === 'original' ? [] : legal.missing.filter(({ of }) => of === by);
  const errors = missing.map(({ content, instead, findings }): FieldError => {
    const has = instead === 'nothing' ? 'none' : `one that is ${instead}: ${findings.join(', ')}`;
    return { pointer: '/body/signatures', detail: `content ${content} has ${has}` };
  });
  return errors.length === 0 ? undefined : refusedBy('document', 'signature-required', errors);
}
