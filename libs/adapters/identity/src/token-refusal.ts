import { errors } from 'jose';

/** Which check a token failed, for operators. It never holds the token, nor what its claims say of a person. */
export interface TokenRefusal {
  readonly check:
    | 'length'
    | 'form'
    | 'algorithm'
    | 'key'
    | 'signature'
    | 'issuer'
    | 'audience'
    | 'expired'
    | 'time'
    | 'lifetime'
    | 'type'
    | 'officer'
    | 'agency'
    | 'roles'
    | 'carries'
    | 'system';
  /** What was found and what it has to be. */
  readonly said: string;
}

const saidCharactersMax = 200;
/** Of a token whose signature holds, so its issuer wrote it; controls are escaped. */
export const shown = (value: unknown): string =>
  (JSON.stringify(value) ?? 'nothing').slice(0, saidCharactersMax);

const byClaim: Readonly<Record<string, TokenRefusal['check']>> = {
  iss: 'issuer',
  aud: 'audience',
  nbf: 'time',
  iat: 'time',
  exp: 'time',
  sub: 'officer',
  agency: 'agency',
  roles: 'roles',
};

/** What is expected of a token of this issuer. */
export interface Expected {
  readonly issuer: string;
  readonly audience: string;
}

/** What jose found wrong with a token. */
export function refusalOf(error: unknown, { issuer, audience }: Expected): TokenRefusal {
  if (error instanceof errors.JWTExpired)
    return { check: 'expired', said: `since ${timeOf(error.payload.exp)}` };
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim, payload, message } = error;
    if (claim === 'iss') return { check: 'issuer', said: `it is of ${shown(payload.iss)}, not of ${issuer}` };
    if (claim === 'aud')
      return { check: 'audience', said: `it is for ${shown(payload.aud)}, not for ${audience}` };
    return { check: byClaim[claim] ?? 'form', said: message };
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return { check: 'algorithm', said: 'it is signed with an algorithm that is not taken' };
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return {
      check: 'key',
      said: 'it names no key of the issuer, or the key set of the issuer has none for it',
    };
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return { check: 'signature', said: 'its signature is not of the key it names' };
  return { check: 'form', said: 'it is no signed JSON Web Token' };
}

const timeOf = (seconds: unknown): string => {
  const ms = Number(seconds) * 1_000;
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : 'a time that is none';
};
