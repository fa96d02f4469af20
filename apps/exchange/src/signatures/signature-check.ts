import { Injectable } from '@nestjs/common';
import { type Caller, type FieldError, type GivenSignature, type Refused, refusedBy } from '@contracts';
import type { ContentPart, SignatureVerdict } from '@domain/codes';
import type { Expected, SignerKind, Verdict } from '@proofs/signatures';
import { wordsOfFinding } from '@proofs/signatures/finding-words';
import { legalValueOf } from '@proofs/signatures/legal-value';
import { Clock } from '@runtime';
import { Directory } from '../directory';
import { Judging } from './judging';
import type { Judgement } from './judging-thread';
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

/** The verdicts to record, or the refusal that names the first thing wrong with each bad signature. */
export type JudgeOnce = (handed: Handed) => Promise<readonly SignatureVerdict[] | Refused>;

/** Judges signatures by the trust roots, the directory's certificates and the kept bytes. */
@Injectable()
export class SignatureCheck {
  constructor(
    private readonly directory: Directory,
    private readonly roots: TrustRoots,
    private readonly clock: Clock,
    private readonly judging: Judging,
    private readonly policy: SignaturePolicy,
  ) {}

  /** For one command: its files are judged once, however often its stream moves meanwhile. */
  once(caller: Caller): JudgeOnce {
    let judged: ReturnType<JudgeOnce> | undefined;
    return (handed) => (judged ??= this.of(handed, caller));
  }

  private async of(handed: Handed, caller: Caller): ReturnType<JudgeOnce> {
    const verdicts: SignatureVerdict[] = [];
    const { signatures, contents, by } = handed;
    const pointerTo = (index: number) => `/body/signatures/${index}`;
    const lost = signatures.findIndex(({ sha256 }) => !contents.some((part) => part.sha256 === sha256));
    if (lost !== -1) {
      return refused('content-hash-mismatch', pointerTo(lost), 'no part of this document has this SHA-256');
    }
    const judged = signatures.length === 0 ? [] : await this.judged(handed, caller);
    if ('refused' in judged) return judged;
    for (const [index, each] of judged.entries()) {
      const theirs = taken(each, by, pointerTo(index));
      if ('refused' in theirs) return theirs;
      // A signature that is handed over twice is one signature.
      if (judged.indexOf(each) === index) verdicts.push(...theirs);
    }
    return this.policy.isRequired ? (missingIn(handed, verdicts) ?? verdicts) : verdicts;
  }

  private async circumstancesOf(
    { agency, officer, at }: Handed,
    caller: Caller,
  ): Promise<Judgement['circumstances']> {
    const registered = await this.directory.certificatesOf(agency, at, caller);
    const held = (by: string | undefined) =>
      registered.filter((one) => one.officer === by).map(({ certificate }) => certificate);
    const expected: Expected[] = [
      { kind: 'officer', id: officer, certificates: held(officer) },
      { kind: 'agency', id: agency, certificates: held(undefined) },
    ];
    return { checkedAt: this.clock.now(), signedAt: at, expected };
  }

  /** Each file once, however many of the signatures name it. */
  private async judged(handed: Handed, caller: Caller): Promise<readonly (readonly Verdict[])[] | Refused> {
    const circumstances = await this.circumstancesOf(handed, caller);
    const asked = [...new Set(handed.signatures.map(({ sha256 }) => sha256))].map((sha256) => {
      const part = handed.contents.find((each) => each.sha256 === sha256) as ContentPart;
      const theirs = handed.signatures.filter((each) => each.sha256 === sha256);
      const beside = [...new Set(theirs.flatMap(({ cms }) => cms ?? []))];
      return { part, beside, isPdf: theirs.some(({ cms }) => cms === undefined) };
    });
    const files = asked.map(({ part: { sha256, size }, beside, isPdf }) => ({
      ...{ sha256, size, isPdf },
      cms: beside.map((cms) => Uint8Array.from(Buffer.from(cms, 'base64'))),
    }));
    const judgement = { trust: await this.roots.current(), files, circumstances };
    const answer = await this.judging.judge(judgement, caller.actor.agency);
    if (typeof answer === 'string') return refusedBy('document', answer);
    return handed.signatures.map(({ sha256, cms }) => {
      const index = files.findIndex((file) => file.sha256 === sha256);
      const found = answer[index];
      const place = cms === undefined ? -1 : (asked[index]?.beside.indexOf(cms) ?? -1);
      return (place === -1 ? found?.inside : found?.beside[place]) ?? [];
    });
  }
}

/** The verdicts on one signature that are of whom they were asked of, or why it is not taken. */
function taken(
  verdicts: readonly Verdict[],
  by: SignerKind,
  pointer: string,
): readonly SignatureVerdict[] | Refused {
  const theirs = verdicts.filter((verdict) => verdict.by === by);
  const bad =
    theirs.find(({ status }) => status === 'invalid') ??
    (theirs.length === 0 ? strangest(verdicts) : undefined);
  if (bad !== undefined) return refused(refusalOf(bad), pointer, `found: ${told(bad.findings)}`);
  if (theirs.length === 0) return refused('signature-invalid', pointer, `holds no signature of the ${by}`);
  return theirs.map((verdict) => recordable(verdict, by));
}

/** The codes, and what the worst of them means to an official. */
function told(findings: readonly string[]): string {
  const [worst] = findings;
  if (worst === undefined) return '';
  const { en, vi } = wordsOfFinding(worst);
  return `${findings.join(', ')}. ${en} ${vi}`;
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
    const has = instead === 'nothing' ? 'none' : `one that is ${instead}: ${told(findings)}`;
    return { pointer: '/body/signatures', detail: `content ${content} has ${has}` };
  });
  return errors.length === 0 ? undefined : refusedBy('document', 'signature-required', errors);
}
