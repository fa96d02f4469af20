import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import { LRUCache } from 'lru-cache';
import type { Passing } from '@contracts';
import { isAgencyCode } from '@domain/codes';
import { localAlgorithm, localAudience, LocalIssuer, localIssuer } from './local-issuer';

export type Verdict =
  | {
      readonly ok: true;
      readonly sub: string;
      readonly agency: string;
      readonly roles: readonly string[];
      /** Recipients a carrier may tell of. */
      readonly carries?: readonly string[];
    }
  | { readonly ok: false; readonly reason: 'expired' | 'invalid' };

/** The issuer's keys could not be fetched: nothing can be said of the token. Trying again later helps. */
export class IssuerUnavailable extends Error implements Passing {
  override readonly name = 'IssuerUnavailable';
  readonly passes = true;
  constructor(
    readonly issuer: string,
    options?: ErrorOptions,
  ) {
    super(`the keys of ${issuer} could not be fetched; try again later`, options);
  }
}

/** What holds for tokens of any issuer. */
export interface TokenTerms {
  /** Hours from `iat` to `exp`; a token that is to be good for longer is good for nothing. Default 24. */
  readonly hoursMax?: number;
}

export interface Issuer extends TokenTerms {
  readonly issuer: string;
  readonly audience: string;
  /** Key set; without it the discovery document of the issuer names it. */
  readonly jwksUrl?: string | undefined;
}

/**
 * Asymmetric only: with a symmetric algorithm whoever verifies could sign, and a public key would serve as the
 * secret.
 */
const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const clockToleranceSeconds = 30;
const hourSeconds = 60 * 60;
const fetchLimitMs = 5_000;
const tokenCharactersMax = 8_192;
/** A verdict is used again for at most so long: by then a key the issuer has withdrawn is no longer trusted. */
const verdictKeptMs = 60_000;
const verdictsKeptMax = 1_000;

const strict = (issuer: string, audience: string, algorithms: string[]): JWTVerifyOptions => ({
  issuer,
  audience,
  algorithms,
  requiredClaims: ['exp', 'iat', 'sub', 'agency', 'roles'],
  clockTolerance: clockToleranceSeconds,
});

/**
 * Says whether a token is good, and for whom. Key ids, `jku` and `x5u` of a token are never followed: keys come from
 * the configured issuer alone. RFC 8725.
 */
export class TokenVerifier {
  private readonly good = new LRUCache<string, Verdict>({
    max: verdictsKeptMax,
    perf: { now: () => Date.now() },
  });

  private constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly options: JWTVerifyOptions,
    private readonly types: readonly string[],
    private readonly hoursMax = 24,
  ) {}

  /** Tokens of the issuer on this machine, by its key in the folder. */
  static async forLocal(folder: string, { hoursMax }: TokenTerms = {}): Promise<TokenVerifier> {
    const { jwks } = await LocalIssuer.open(folder);
    const options = strict(localIssuer, localAudience, [localAlgorithm]);
    return new TokenVerifier(createLocalJWKSet(jwks), options, ['jwt'], hoursMax);
  }

  /** Tokens of an OpenID Connect issuer, whose keys are fetched with the first token. */
  static forIssuer({ issuer, audience, jwksUrl, hoursMax }: Issuer): Promise<TokenVerifier> {
    const keys = keysOf(issuer, jwksUrl);
    const options = strict(issuer, audience, asymmetric);
    return Promise.resolve(new TokenVerifier(keys, options, ['jwt', 'at+jwt'], hoursMax));
  }

  /** Whether `verify` would say that it is good without looking at it. */
  remembers(token: string): boolean {
    return this.good.has(token);
  }

  /**
   * A good token is good for a minute without being looked at again, never beyond its `exp`.
   * @throws IssuerUnavailable when the issuer's keys cannot be had; every other fault is the token's.
   */
  async verify(token: string): Promise<Verdict> {
    if (token.length > tokenCharactersMax) return { ok: false, reason: 'invalid' };
    return this.good.get(token) ?? this.judge(token);
  }

  private async judge(token: string): Promise<Verdict> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, this.options);
      const type = protectedHeader.typ?.toLowerCase();
      if (type === undefined || !this.types.includes(type)) return { ok: false, reason: 'invalid' };
      if (!this.isShortLived(payload)) return { ok: false, reason: 'invalid' };
      const verdict = bearerOf(payload);
      const leftMs = ((payload.exp ?? 0) + clockToleranceSeconds) * 1_000 - Date.now();
      if (verdict.ok && leftMs > 0) this.good.set(token, verdict, { ttl: Math.min(leftMs, verdictKeptMs) });
      return verdict;
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { ok: false, reason: 'expired' };
      if (isAboutTheKeySet(error)) throw new IssuerUnavailable(String(this.options.issuer), { cause: error });
      return { ok: false, reason: 'invalid' };
    }
  }

  /** One that says it was issued later than now would be good for longer than it says. */
  private isShortLived({ iat = 0, exp = Infinity }: JWTPayload): boolean {
    const nowSeconds = Date.now() / 1_000;
    return exp - iat <= this.hoursMax * hourSeconds && iat <= nowSeconds + clockToleranceSeconds;
  }
}

const officerId = /^[A-Za-z0-9._-]{1,64}$/;
const role = /^[A-Za-z]{1,32}$/;

const carriesMax = 200;

function bearerOf({ sub, agency, roles, carries }: JWTPayload): Verdict {
  const fits =
    typeof sub === 'string' &&
    officerId.test(sub) &&
    typeof agency === 'string' &&
    isAgencyCode(agency) &&
    Array.isArray(roles) &&
    roles.length <= 32 &&
    roles.every((each): each is string => typeof each === 'string' && role.test(each));
  if (!fits || !(carries === undefined || isListOfCodes(carries))) return { ok: false, reason: 'invalid' };
  return { ok: true, sub, agency, roles, ...(carries === undefined ? {} : { carries }) };
}

const isListOfCodes = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= carriesMax &&
  value.every((each) => typeof each === 'string' && isAgencyCode(each));

/** A time-out, a broken answer, or a network error, which is none of jose's own. */
function isAboutTheKeySet(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  if (error instanceof errors.JOSEError) return error.code === 'ERR_JOSE_GENERIC';
  return error instanceof IssuerUnavailable || (error as Error).message === 'fetch failed';
}

/** Asks for the discovery document once; after a failure the next token asks again. */
function keysOf(issuer: string, jwksUrl: string | undefined): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  const find = async (): Promise<JWTVerifyGetKey> => {
    const url = new URL(jwksUrl ?? (await discoveredJwksUrl(issuer)));
    return createRemoteJWKSet(url, { timeoutDuration: fetchLimitMs });
  };
  return async (header, token) => {
    found ??= find();
    const keys = await found.catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return keys(header, token);
  };
}

async function discoveredJwksUrl(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(fetchLimitMs), redirect: 'error' });
    const { issuer: named, jwks_uri: jwksUrl } = (await answer.json()) as Record<string, unknown>;
    if (named !== issuer || typeof jwksUrl !== 'string')
      throw new Error(`${url} is not the document of ${issuer}`);
    if (issuer.startsWith('https://') && !jwksUrl.startsWith('https://'))
      throw new Error(`${url} names keys that anyone on the way may replace: ${jwksUrl}`);
    return jwksUrl;
  } catch (error) {
    throw new IssuerUnavailable(issuer, { cause: error });
  }
}
