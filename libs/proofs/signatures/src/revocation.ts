import { createHash, type KeyObject } from 'node:crypto';
import { fromBER, GeneralizedTime, UTCTime } from 'asn1js';
import * as pkijs from 'pkijs';
import { checkSignature, digestNamed, weakDigest } from './algorithms';
import type { Allowance } from './allowance';
import { allows, type Certificate, hex, keyUsage, readCertificate } from './certificate';
import { signedBy } from './chain';
import { DerReader, type DerValue, explicit, NotThatDer, tag } from './der';
import type { FindingCode, Revocation } from './verdict';

/** What an authority said about its certificates: a list (RFC 5280) or an answer of its responder (RFC 6960). */
export interface RevocationAnswers {
  readonly source: 'crl' | 'ocsp';
  /**
   * What this says of a certificate; nothing when it does not speak of it or the authority did not sign it. The
   * entries of a list are not looked at before its signature is found to be of the authority.
   */
  answer(certificate: Certificate, issuer: Certificate): Answer | 'too-large' | undefined;
}

interface Answer {
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  readonly revokedAt: number | undefined;
}

const dayMs = 86_400_000;
const skewMs = 300_000;
const delegatesMax = 16;
/** Entries that are looked through before they are told to the allowance. */
const stepEntries = 10_000;

const ocspSigning = '1.3.6.1.5.5.7.3.9';
/** Object identifiers in hex, as they are encoded: 1.3.6.1.5.5.7.48.1.1 and 2.5.29.24. */
const basicOcsp = '2b0601050507300101';
const invalidityDate = '551d18';
/** cRLNumber and authorityKeyIdentifier; a list with any other critical extension is partial or indirect. */
const harmlessInLists = ['551d14', '551d23'];

/**
 * Reads the head of a list or an answer, DER; what it holds is looked through when it is asked.
 * @param allowance of whoever sent it; without one entries are not counted, as those of the trust roots.
 * @returns nothing when the bytes are neither a complete list nor an answer of an OCSP responder.
 */
export const readRevocation = (der: Uint8Array, allowance?: Allowance): RevocationAnswers | undefined =>
  orNothing(() => listAnswers(der, allowance)) ?? orNothing(() => ocspAnswers(der, allowance));

/** Bytes of another form are nothing, whatever a decoder throws on them. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function listAnswers(der: Uint8Array, allowance: Allowance | undefined): RevocationAnswers | undefined {
  const outer = new DerReader(der);
  const { signed, isSignedBy } = signedParts(outer.into(outer.next(tag.sequence)));
  signed.optional(tag.integer);
  signed.next(tag.sequence);
  const issuedBy = hex(signed.whole(signed.next(tag.sequence)));
  const thisUpdate = timeOf(signed.whole(signed.next()));
  const later = signed.optional(tag.utcTime, tag.generalizedTime);
  const nextUpdate = later === undefined ? thisUpdate + dayMs : timeOf(signed.whole(later));
  const entries = signed.optional(tag.sequence);
  const extensions = signed.optional(explicit(0));
  if (!signed.isAtEnd || !outer.isAtEnd) throw new NotThatDer('more than a list');
  const told = extensions === undefined ? [] : extensionsIn(signed.into(extensions));
  if (told.some(({ critical, id }) => critical && !harmlessInLists.includes(id))) return undefined;
  const isOf = once((issuer: Certificate) => allows(issuer, keyUsage.crlSign) && isSignedBy(issuer.key));
  return {
    source: 'crl',
    answer: (certificate, issuer) =>
      certificate.issuer === issuedBy && issuer.subject === issuedBy && isOf(issuer)
        ? orNothing(() => {
            const revokedAt =
              entries === undefined ? undefined : revokedIn(signed.into(entries), certificate, allowance);
            return revokedAt === 'too-large' ? revokedAt : { thisUpdate, nextUpdate, revokedAt };
          })
        : undefined,
  };
}

/** Since when a list revokes a certificate: one pass over its entries, from length to length. */
function revokedIn(
  entries: DerReader,
  { serial }: Certificate,
  allowance: Allowance | undefined,
): number | undefined | 'too-large' {
  const wanted = Buffer.from(serial, 'hex');
  for (let looked = 0; !entries.isAtEnd; looked++) {
    if (looked % stepEntries === 0 && allowance?.takes('entries', stepEntries) === false) return 'too-large';
    const entry = entries.into(entries.next(tag.sequence));
    if (wanted.equals(entry.content(entry.next(tag.integer)))) return revokedSince(entry);
  }
  return undefined;
}

/** A key known to be lost since an earlier day is revoked since that day. */
function revokedSince(entry: DerReader): number {
  const revokedAt = timeOf(entry.whole(entry.next()));
  const since = entry.isAtEnd ? undefined : extensionsIn(entry).find(({ id }) => id === invalidityDate);
  return Math.min(revokedAt, since === undefined ? Infinity : timeOf(since.value));
}

function ocspAnswers(der: Uint8Array, allowance: Allowance | undefined): RevocationAnswers | undefined {
  const outer = new DerReader(der);
  const response = outer.into(outer.next(tag.sequence));
  response.next(tag.enumerated);
  const wrapped = response.into(response.next(explicit(0)));
  const typed = wrapped.into(wrapped.next(tag.sequence));
  if (hex(typed.content(typed.next(tag.oid))) !== basicOcsp) return undefined;
  const octets = typed.into(typed.next(tag.octetString));
  const basic = octets.into(octets.next(tag.sequence));
  const { signed, isSignedBy } = signedParts(basic);
  const certificates = basic.optional(explicit(0));
  signed.optional(explicit(0));
  signed.next();
  const producedAt = timeOf(signed.whole(signed.next(tag.generalizedTime)));
  const answers = signed.next(tag.sequence);
  const delegatesOf = once((issuer: Certificate) =>
    certificatesIn(basic, certificates).filter((one) => mayAnswerFor(issuer, one, producedAt)),
  );
  const isFor = once((issuer: Certificate) =>
    [issuer, ...delegatesOf(issuer)].some(({ key }) => isSignedBy(key)),
  );
  return {
    source: 'ocsp',
    answer: (certificate, issuer) =>
      orNothing(() => {
        const found = singleIn(signed.into(answers), certificate, issuer, allowance);
        if (found === undefined || found === 'too-large') return found;
        return isFor(issuer) ? answerIn(found) : undefined;
      }),
  };
}

function certificatesIn(basic: DerReader, wrapped: DerValue | undefined): readonly Certificate[] {
  if (wrapped === undefined) return [];
  const around = basic.into(wrapped);
  const list = around.into(around.next(tag.sequence));
  const found: Certificate[] = [];
  for (let each = 0; each < delegatesMax && !list.isAtEnd; each++) {
    const certificate = readCertificate(list.whole(list.next()));
    if (certificate !== undefined) found.push(certificate);
  }
  return found;
}

/** What follows the identifier of the certificate that is asked for. */
function singleIn(
  answers: DerReader,
  certificate: Certificate,
  issuer: Certificate,
  allowance: Allowance | undefined,
): DerReader | 'too-large' | undefined {
  while (!answers.isAtEnd) {
    if (allowance?.takes('entries', 1) === false) return 'too-large';
    const single = answers.into(answers.next(tag.sequence));
    if (speaksOf(single.into(single.next(tag.sequence)), certificate, issuer)) return single;
  }
  return undefined;
}

/** The identifier may use SHA-1: it is a look-up, the answer itself is signed. */
function speaksOf(id: DerReader, certificate: Certificate, issuer: Certificate): boolean {
  const algorithm = id.next(tag.sequence);
  const [name, key] = [id.next(tag.octetString), id.next(tag.octetString)];
  if (hex(id.content(id.next(tag.integer))) !== certificate.serial) return false;
  const digest = digestNamed(pkijs.AlgorithmIdentifier.fromBER(id.whole(algorithm)));
  if (digest === undefined || (weakDigest(digest) && digest !== 'sha1')) return false;
  const hashed = (bytes: Uint8Array) => createHash(digest).update(bytes).digest('hex');
  return (
    hex(id.content(name)) === hashed(Buffer.from(issuer.subject, 'hex')) &&
    hex(id.content(key)) === hashed(issuer.keyBits)
  );
}

function answerIn(single: DerReader): Answer | undefined {
  const status = single.next();
  const number = status.tag & 0x1f;
  if (number > 1) return undefined;
  const thisUpdate = timeOf(single.whole(single.next(tag.generalizedTime)));
  const later = single.optional(explicit(0));
  const nextUpdate = later === undefined ? thisUpdate + dayMs : timeOf(single.content(later));
  // A revocation without a readable moment counts from the beginning.
  const revokedAt = number === 0 ? undefined : (orNothing(() => timeOf(single.content(status))) ?? 0);
  return { thisUpdate, nextUpdate, revokedAt };
}

/** RFC 6960, 4.2.2.2: the authority's own delegate, for this purpose. */
const mayAnswerFor = (issuer: Certificate, delegate: Certificate, at: number): boolean =>
  delegate.issuer === issuer.subject &&
  delegate.extendedKeyUsage?.includes(ocspSigning) === true &&
  at >= delegate.notBefore &&
  at <= delegate.notAfter &&
  signedBy(delegate, issuer).result === 'good';

/** What is signed, its algorithm and its signature: the form of a list and of an answer. */
function signedParts(reader: DerReader) {
  const signed = reader.next(tag.sequence);
  const algorithm = pkijs.AlgorithmIdentifier.fromBER(reader.whole(reader.next(tag.sequence)));
  const signature = reader.content(reader.next(tag.bitString)).subarray(1);
  const isSignedBy = (key: KeyObject): boolean => {
    const { result, weak } = checkSignature(algorithm, undefined, key, reader.whole(signed), signature);
    return result === 'good' && !weak;
  };
  return { signed: reader.into(signed), isSignedBy };
}

/** The extensions in the one sequence that stands here (RFC 5280, 4.1). */
function extensionsIn(around: DerReader) {
  const list = around.into(around.next(tag.sequence));
  const found: { id: string; critical: boolean; value: Uint8Array }[] = [];
  while (!list.isAtEnd) {
    const extension = list.into(list.next(tag.sequence));
    const id = hex(extension.content(extension.next(tag.oid)));
    const critical = extension.optional(tag.boolean);
    found.push({
      id,
      critical: critical !== undefined && extension.content(critical)[0] !== 0,
      value: extension.content(extension.next(tag.octetString)),
    });
  }
  return found;
}

function timeOf(der: Uint8Array): number {
  const { result } = fromBER(Uint8Array.from(der));
  const at = result instanceof UTCTime || result instanceof GeneralizedTime ? result.toDate().getTime() : NaN;
  if (Number.isNaN(at)) throw new NotThatDer('no time');
  return at;
}

/** The same question about one authority is answered once. */
function once<T>(ask: (issuer: Certificate) => T): (issuer: Certificate) => T {
  const known = new Map<string, T>();
  return (issuer) => {
    const answer = known.has(issuer.sha256) ? (known.get(issuer.sha256) as T) : ask(issuer);
    known.set(issuer.sha256, answer);
    return answer;
  };
}

/** What is known of every certificate of a path but the root, at the moment of signing. */
export function revocationOf(
  path: readonly Certificate[],
  answers: readonly RevocationAnswers[],
  moment: { readonly signedAt: number; readonly proven: boolean; readonly now: number },
): { readonly revocation: Revocation; readonly findings: readonly FindingCode[] } {
  const judged = path.slice(0, -1).map((certificate, index) => {
    const issuer = path[index + 1] as Certificate;
    const told = answers.map((each) => ({ source: each.source, answer: each.answer(certificate, issuer) }));
    const given = told.flatMap(({ source, answer }) =>
      // Nobody can have said anything later than now.
      answer === undefined || answer === 'too-large' || answer.thisUpdate > moment.now + skewMs
        ? []
        : [{ ...answer, source }],
    );
    const judged = judge(given, index > 0, moment);
    const isLeftOut = told.some(({ answer }) => answer === 'too-large');
    return isLeftOut
      ? { ...judged, findings: [...judged.findings, 'revocation-too-large' as const] }
      : judged;
  });
  const revocation: Revocation = judged[0]?.revocation ?? { status: 'not-checked' };
  return { revocation, findings: judged.flatMap(({ findings }) => findings) };
}

function judge(
  given: readonly (Answer & Pick<RevocationAnswers, 'source'>)[],
  authority: boolean,
  { signedAt, proven, now }: { signedAt: number; proven: boolean; now: number },
): { revocation: Revocation; findings: FindingCode[] } {
  const newest = [...given].sort((one, other) => other.thisUpdate - one.thisUpdate);
  const worst = newest.find(({ revokedAt }) => revokedAt !== undefined) ?? newest[0];
  if (worst === undefined) {
    return { revocation: { status: 'not-checked' }, findings: ['revocation-not-checked'] };
  }
  const { source, thisUpdate, nextUpdate, revokedAt } = worst;
  const told = { source, thisUpdate: instant(thisUpdate), nextUpdate: instant(nextUpdate) };
  if (revokedAt !== undefined) {
    // Without proof of an earlier moment, whoever holds the stolen key chooses the moment himself.
    const before = revokedAt <= signedAt || !proven;
    const code = authority ? 'ca-certificate-revoked' : 'certificate-revoked';
    return {
      revocation: { status: 'revoked', ...told, revokedAt: instant(revokedAt) },
      findings: [before ? code : 'revoked-after-signing'],
    };
  }
  const fresh = nextUpdate >= now || thisUpdate >= signedAt;
  return {
    revocation: { status: fresh ? 'good' : 'stale', ...told },
    findings: fresh ? [] : ['revocation-stale'],
  };
}

export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
