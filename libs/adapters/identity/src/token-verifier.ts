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
import { type ClaimNames, type Named, namedIn } from './claims';
import { localAlgorithm, localAudience, LocalIssuer, localIssuer } from './local-issuer';
import { refusalOf, shown, type TokenRefusal } from './token-refusal';

export type Verdict =
  ({ readonly ok: true } & Named) | { readonly ok: false; readonly reason: 'expired' | 'invalid' };

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
  /** Where its tokens say who asks. Default `sub`, `agency` and `roles`. */
  readonly claims?: ClaimNames;
  /** Whether a token may come without `typ` (RFC 7519, 5.1). Default no: RFC 9068, 4 asks for one. */
  readonly typeOptional?: boolean;
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

interface Terms extends Required<TokenTerms> {
  readonly issuer: string;
  readonly audience: string;
  readonly options: JWTVerifyOptions;
  /** Values of `typ` as `typeOf` has them; with the empty text it may be absent. */
  readonly types: readonly string[];
  readonly claims: ClaimNames;
}

const plainClaims: ClaimNames = { officer: 'sub', agency: 'agency', roles: ['roles'] };

const strict = (
  { issuer, audience }: Pick<Issuer, 'issuer' | 'audience'>,
  algorithms: string[],
  requiredClaims: string[],
): Pick<Terms, 'issuer' | 'audience' | 'options'> => ({
  issuer,
  audience,
  options: { issuer, audience, algorithms, requiredClaims, clockTolerance: clockToleranceSeconds },
});

/** A media type may be written without `application/`, and in any case (RFC 7515, 4.1.9; RFC 2045, 5.1). */
const typeOf = (typ = ''): string => typ.toLowerCase().replace(/^application\/(?=[^/]+$)/, '');

/** The claim `typ` of what Keycloak signs besides access tokens, with the same key and for the same audience. */
const otherKinds = ['ID', 'Refresh', 'Offline', 'Logout'];

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
    private readonly terms: Terms,
  ) {}

  /** Tokens of the issuer on this machine, by its key in the folder. */
  static async forLocal(folder: string, { hoursMax = 24 }: TokenTerms = {}): Promise<TokenVerifier> {
    const { jwks } = await LocalIssuer.open(folder);
    const local = { issuer: localIssuer, audience: localAudience };
    return new TokenVerifier(createLocalJWKSet(jwks), {
      ...strict(local, [localAlgorithm], ['exp', 'iat', 'sub', 'agency', 'roles']),
      types: ['jwt'],
      claims: plainClaims,
      hoursMax,
    });
  }

  /** Tokens of an OpenID Connect issuer, whose keys are fetched with the first token. */
  static forIssuer({
    jwksUrl,
    claims = plainClaims,
    hoursMax = 24,
    ...issuer
  }: Issuer): Promise<TokenVerifier> {
    const types = ['jwt', 'at+jwt', ...(issuer.typeOptional === true ? [''] : [])];
    const terms = { ...strict(issuer, asymmetric, ['exp', 'iat']), types, claims, hoursMax };
    return Promise.resolve(new TokenVerifier(keysOf(issuer.issuer, jwksUrl), terms));
  }

  /** Whether `verify` would say that it is good without looking at it. */
  remembers(token: string): boolean {
    return this.good.has(token);
  }

  /**
   * A good token is good for a minute without being looked at again, never beyond its `exp`. Which check one failed is
   * told to `refused` alone: it is no business of whoever sent it.
   * @throws IssuerUnavailable when the issuer's keys cannot be had; every other fault is the token's.
   */
  async verify(token: string, refused: (refusal: TokenRefusal) => void = () => undefined): Promise<Verdict> {
    const verdict = this.good.get(token) ?? (await this.judged(token));
    if (!('check' in verdict)) return verdict;
    refused(verdict);
    return { ok: false, reason: verdict.check === 'expired' ? 'expired' : 'invalid' };
  }

  private async judged(token: string): Promise<Verdict | TokenRefusal> {
    if (token.length > tokenCharactersMax)
      return { check: 'length', said: `it is longer than ${tokenCharactersMax} characters` };
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, this.terms.options);
      const named = this.fault(payload, protectedHeader.typ) ?? namedIn(payload, this.terms.claims);
      if ('check' in named) return named;
      const verdict: Verdict = { ok: true, ...named };
      const leftMs = ((payload.exp ?? 0) + clockToleranceSeconds) * 1_000 - Date.now();
      if (leftMs > 0) this.good.set(token, verdict, { ttl: Math.min(leftMs, verdictKeptMs) });
      return verdict;
    } catch (error) {
      if (isAboutTheKeySet(error)) throw new IssuerUnavailable(this.terms.issuer, { cause: error });
      return refusalOf(error, this.terms);
    }
  }

  /** What is wrong with a token whose signature, issuer, audience and times hold. */
  private fault(payload: JWTPayload, typ: string | undefined): TokenRefusal | undefined {
    const { types, hoursMax } = this.terms;
    if (!types.includes(typeOf(typ)))
      return {
        check: 'type',
        said: `its header typ is ${shown(typ)}, none of ${types.filter(Boolean).join(', ')}`,
      };
    if (typeof payload['typ'] === 'string' && otherKinds.includes(payload['typ']))
      return { check: 'type', said: `its claim typ is ${shown(payload['typ'])}; it is no access token` };
    const { iat = 0, exp = Infinity } = payload;
    if (exp - iat > hoursMax * hourSeconds)
      return { check: 'lifetime', said: `it is good for longer than ${hoursMax} h` };
    // One that says it was issued later than now would be good for longer than it says.
    if (iat > Date.now() / 1_000 + clockToleranceSeconds)
      return { check: 'time', said: 'it was issued later than now' };
    return undefined;
  }
}

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
