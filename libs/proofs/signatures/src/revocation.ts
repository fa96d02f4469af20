import { createHash } from 'node:crypto';
import { fromBER } from 'asn1js';
import * as pkijs from 'pkijs';
import { checkSignature, digestNamed, weakDigest } from './algorithms';
import { allows, type Certificate, hex, keyUsage, readCertificate } from './certificate';
import { signedBy } from './chain';
import type { FindingCode, Revocation } from './verdict';

/** What an authority said about its certificates: a list (RFC 5280) or an answer of its responder (RFC 6960). */
export interface RevocationAnswers {
  readonly source: 'crl' | 'ocsp';
  /** What this says of a certificate; nothing when it does not speak of it or the authority did not sign it. */
  answer(certificate: Certificate, issuer: Certificate): Answer | undefined;
}

interface Answer {
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  readonly revokedAt: number | undefined;
}

const dayMs = 86_400_000;
const skewMs = 300_000;
/** A list of a million certificates has five million nodes. */
const listNodesMax = 8_000_000;
const listBytesMax = 64 * 1024 * 1024;

const ocspSigning = '1.3.6.1.5.5.7.3.9';
const basicOcsp = '1.3.6.1.5.5.7.48.1.1';
const invalidityDate = '2.5.29.24';
/** cRLNumber and authorityKeyIdentifier; a list with any other critical extension is partial or indirect. */
const harmlessInLists = ['2.5.29.20', '2.5.29.35'];

/** @returns nothing when the bytes are neither a complete list nor an answer of an OCSP responder. */
export const readRevocation = (der: Uint8Array): RevocationAnswers | undefined =>
  der.length > listBytesMax ? undefined : (readList(der) ?? readOcsp(der));

function readList(der: Uint8Array): RevocationAnswers | undefined {
  try {
    const limits = { maxNodes: listNodesMax, maxContentLength: listBytesMax };
    const { result, offset } = fromBER(der, limits);
    return offset === der.length
      ? listAnswers(new pkijs.CertificateRevocationList({ schema: result }))
      : undefined;
  } catch {
    return undefined;
  }
}

function listAnswers(list: pkijs.CertificateRevocationList): RevocationAnswers | undefined {
  const extensions = list.crlExtensions?.extensions ?? [];
  if (extensions.some(({ critical, extnID }) => critical && !harmlessInLists.includes(extnID)))
    return undefined;
  const revoked = new Map(
    (list.revokedCertificates ?? []).map((entry) => [
      hex(entry.userCertificate.valueBlock.valueHexView),
      revokedSince(entry),
    ]),
  );
  const issuedBy = hex(list.issuer.valueBeforeDecode);
  const thisUpdate = list.thisUpdate.value.getTime();
  const nextUpdate = list.nextUpdate?.value.getTime() ?? thisUpdate + dayMs;
  const signers = new Map<string, boolean>();
  const isSignedBy = (issuer: Certificate) => {
    const known = signers.get(issuer.sha256);
    if (known !== undefined) return known;
    const { signatureAlgorithm, signatureValue, tbsView } = list;
    const value = signatureValue.valueBlock.valueHexView;
    const { result, weak } = checkSignature(signatureAlgorithm, undefined, issuer.key, tbsView, value);
    const good = result === 'good' && !weak && allows(issuer, keyUsage.crlSign);
    signers.set(issuer.sha256, good);
    return good;
  };
  return {
    source: 'crl',
    answer: (certificate, issuer) =>
      certificate.issuer === issuedBy && issuer.subject === issuedBy && isSignedBy(issuer)
        ? { thisUpdate, nextUpdate, revokedAt: revoked.get(certificate.serial) }
        : undefined,
  };
}

/** A key known to be lost since an earlier day is revoked since that day. */
function revokedSince({ revocationDate, crlEntryExtensions }: pkijs.RevokedCertificate): number {
  const since = crlEntryExtensions?.extensions.find(({ extnID }) => extnID === invalidityDate);
  const lostAt = (since?.parsedValue as { toDate?: () => Date } | undefined)?.toDate?.().getTime();
  return Math.min(revocationDate.value.getTime(), lostAt ?? Infinity);
}

function readOcsp(der: Uint8Array): RevocationAnswers | undefined {
  try {
    const { responseBytes } = pkijs.OCSPResponse.fromBER(der);
    if (responseBytes?.responseType !== basicOcsp) return undefined;
    return ocspAnswers(pkijs.BasicOCSPResponse.fromBER(responseBytes.response.valueBlock.valueHexView));
  } catch {
    return undefined;
  }
}

function ocspAnswers(response: pkijs.BasicOCSPResponse): RevocationAnswers {
  const { tbsResponseData, signatureAlgorithm, signature } = response;
  const producedAt = tbsResponseData.producedAt.getTime();
  const delegates = (response.certs ?? []).flatMap(
    (certificate) => readCertificate(new Uint8Array(certificate.toSchema().toBER())) ?? [],
  );
  const isSignedFor = (issuer: Certificate) =>
    [issuer, ...delegates.filter((delegate) => mayAnswerFor(issuer, delegate, producedAt))].some(
      ({ key }) => {
        const value = signature.valueBlock.valueHexView;
        const check = checkSignature(signatureAlgorithm, undefined, key, tbsResponseData.tbsView, value);
        return check.result === 'good' && !check.weak;
      },
    );
  return {
    source: 'ocsp',
    answer(certificate, issuer) {
      const single = tbsResponseData.responses.find(({ certID }) => speaksOf(certID, certificate, issuer));
      const { tagNumber } = single?.certStatus?.idBlock ?? {};
      if (single === undefined || tagNumber > 1 || !isSignedFor(issuer)) return undefined;
      const thisUpdate = single.thisUpdate.getTime();
      return {
        thisUpdate,
        nextUpdate: single.nextUpdate?.getTime() ?? thisUpdate + dayMs,
        // A revocation without a readable moment counts from the beginning.
        revokedAt:
          tagNumber === 0 ? undefined : (single.certStatus.valueBlock.value[0]?.toDate?.().getTime() ?? 0),
      };
    },
  };
}

/** RFC 6960, 4.2.2.2: the authority's own delegate, for this purpose. */
const mayAnswerFor = (issuer: Certificate, delegate: Certificate, at: number): boolean =>
  delegate.issuer === issuer.subject &&
  delegate.extendedKeyUsage?.includes(ocspSigning) === true &&
  at >= delegate.notBefore &&
  at <= delegate.notAfter &&
  signedBy(delegate, issuer).result === 'good';

/** The identifier may use SHA-1: it is a look-up, the answer itself is signed. */
function speaksOf(id: pkijs.CertID, certificate: Certificate, issuer: Certificate): boolean {
  const digest = digestNamed(id.hashAlgorithm);
  if (digest === undefined || (weakDigest(digest) && digest !== 'sha1')) return false;
  const hashed = (text: Uint8Array) => createHash(digest).update(text).digest('hex');
  return (
    hex(id.serialNumber.valueBlock.valueHexView) === certificate.serial &&
    hex(id.issuerNameHash.valueBlock.valueHexView) === hashed(Buffer.from(issuer.subject, 'hex')) &&
    hex(id.issuerKeyHash.valueBlock.valueHexView) === hashed(issuer.keyBits)
  );
}

/** What is known of every certificate of a path but the root, at the moment of signing. */
export function revocationOf(
  path: readonly Certificate[],
  answers: readonly RevocationAnswers[],
  moment: { readonly signedAt: number; readonly proven: boolean; readonly now: number },
): { readonly revocation: Revocation; readonly findings: readonly FindingCode[] } {
  const judged = path.slice(0, -1).map((certificate, index) => {
    const issuer = path[index + 1] as Certificate;
    const given = answers.flatMap((source) => {
      const answer = source.answer(certificate, issuer);
      // Nobody can have said anything later than now.
      return answer === undefined || answer.thisUpdate > moment.now + skewMs
        ? []
        : [{ ...answer, source: source.source }];
    });
    return judge(given, index > 0, moment);
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
