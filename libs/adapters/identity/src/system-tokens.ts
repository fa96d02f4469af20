import {
  decodeProtectedHeader,
  errors,
  importJWK,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { refusalOf, type TokenRefusal } from './token-refusal';

/** The header `typ` of what a connected system signs itself; no issuer signs such a token. */
const systemTokenType = 'lienthong-system+jwt';

/** Who says to be whom, for which installation. Whether the key is one of this system the directory says. */
export interface SystemToken {
  readonly systemId: string;
  /** NATS user nkey, `U…`: the token was signed by its other half. */
  readonly publicKey: string;
  readonly audience: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const userKey = /^U[A-Z2-7]{55}$/;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A key signs as often as it likes: what is caught on the way is good for this long. Seconds. */
const lifetimeMaxSeconds = 5 * 60;
const clockToleranceSeconds = 30;
const tokenCharactersMax = 2_048;
/** A signature that was found good is not looked at again for so long, never beyond `exp`. */
const keptMs = 60_000;
const keptMax = 1_000;

const options = {
  algorithms: ['EdDSA', 'Ed25519'],
  requiredClaims: ['sub', 'aud', 'iat', 'exp'],
  clockTolerance: clockToleranceSeconds,
};

/** Whether it says to be signed by a system itself. */
export function isSystemToken(token: string): boolean {
  try {
    return decodeProtectedHeader(token).typ === systemTokenType;
  } catch {
    return false;
  }
}

/** Looks at tokens that connected systems sign with their nkey: form, times, and that whoever has the key signed it. */
export class SystemTokens {
  private readonly good = new LRUCache<string, SystemToken>({
    max: keptMax,
    perf: { now: () => Date.now() },
  });

  /** Whether `verify` would say that it is good without looking at it. */
  remembers(token: string): boolean {
    return this.good.has(token);
  }

  async verify(token: string): Promise<SystemToken | TokenRefusal> {
    const known = this.good.get(token);
    if (known !== undefined) return known;
    if (token.length > tokenCharactersMax)
      return { check: 'length', said: `it is longer than ${tokenCharactersMax} characters` };
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keyOf, options);
      const read = readIn(payload, String(protectedHeader.kid));
      if ('check' in read) return read;
      const leftMs = ((payload.exp ?? 0) + clockToleranceSeconds) * 1_000 - Date.now();
      if (leftMs > 0) this.good.set(token, read, { ttl: Math.min(leftMs, keptMs) });
      return read;
    } catch (error) {
      return refusalOf(error, { issuer: 'the system itself', audience: 'this installation' });
    }
  }
}

function readIn({ sub, iss = sub, aud, iat = 0, exp = Infinity }: JWTPayload, publicKey: string) {
  const refused = (check: TokenRefusal['check'], said: string): TokenRefusal => ({ check, said });
  if (sub === undefined || !uuid.test(sub)) return refused('system', 'claim sub is not the id of a system');
  if (iss !== sub) return refused('issuer', 'claim iss is there and is not the system that is named in sub');
  if (typeof aud !== 'string') return refused('audience', 'claim aud is not one text');
  if (exp - iat > lifetimeMaxSeconds)
    return refused('lifetime', `it is good for longer than ${lifetimeMaxSeconds} s`);
  if (iat > Date.now() / 1_000 + clockToleranceSeconds)
    return refused('time', 'it was issued later than now');
  return { systemId: sub, publicKey, audience: aud } satisfies SystemToken;
}

/** The key that the header names, itself: it is no key of a system before the directory says so. */
function keyOf({ kid, alg }: JWTHeaderParameters) {
  if (typeof kid !== 'string' || !userKey.test(kid)) throw new errors.JWKSNoMatchingKey();
  return importJWK({ kty: 'OKP', crv: 'Ed25519', x: rawOf(kid).toString('base64url') }, alg);
}

/** The 32 bytes between the kind of an nkey and its checksum. */
function rawOf(publicKey: string): Buffer {
  const bits = [...publicKey].map((each) => base32.indexOf(each).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((each) => parseInt(each, 2));
  return Buffer.from(bytes).subarray(1, 33);
}
