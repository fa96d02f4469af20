import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from 'jose';
import { isSystemRole, listSystem } from './systems';

export const localIssuer = 'urn:lienthong:local';
export const localAudience = 'lienthong';
export const localAlgorithm = 'Ed25519';

const keyFile = 'signing-key.json';
const hourSeconds = 60 * 60;

/** The key file is there and is no key of ours. Move it away to have a new one made; tokens of the old one end. */
export class SigningKeyUnreadable extends Error {
  override readonly name = 'SigningKeyUnreadable';
  constructor(
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(`${path} holds no Ed25519 key; restore it, or move it away and a new one is made`, options);
  }
}

/** Who a token is for. */
export interface Subject {
  /** Id of the officer. */
  readonly sub: string;
  /** Code of the agency. */
  readonly agency: string;
  readonly roles: readonly string[];
  /** Recipients a carrier (`AxisAdapter`) may tell of, at most 200; all that carriers serve when absent. */
  readonly carries?: readonly string[];
  /** Hours the token is good for. Default 12. */
  readonly hours?: number;
}

/**
 * Signs tokens on one machine, for trying out and development. Never used where an OpenID Connect issuer is
 * configured.
 */
export class LocalIssuer {
  private constructor(
    private readonly folder: string,
    private readonly key: CryptoKey,
    private readonly kid: string,
    /** The public key set. */
    readonly jwks: JSONWebKeySet,
  ) {}

  /**
   * Opens the key in the folder, or makes one (file mode 0600, folder 0700) at the first start.
   * @throws SigningKeyUnreadable.
   */
  static async open(folder: string): Promise<LocalIssuer> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, keyFile);
    const stored = (await readKey(path)) ?? (await makeKey(folder, path));
    const kid = await calculateJwkThumbprint(stored);
    const { kty, crv, x } = stored as { kty: string; crv: string; x: string };
    const key = (await importJWK(stored, localAlgorithm)) as CryptoKey;
    return new LocalIssuer(folder, key, kid, {
      keys: [{ kty, crv, x, kid, alg: localAlgorithm, use: 'sig' }],
    });
  }

  /** Whoever gets the role of a system is listed as one from now on. @throws TooManySystems */
  async issue({ sub, agency, roles, carries, hours = 12 }: Subject): Promise<string> {
    if (roles.some(isSystemRole)) await listSystem(this.folder, sub);
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ agency, roles, ...(carries === undefined ? {} : { carries }) })
      .setProtectedHeader({ alg: localAlgorithm, typ: 'JWT', kid: this.kid })
      .setIssuer(localIssuer)
      .setAudience(localAudience)
      .setSubject(sub)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + Math.round(hours * hourSeconds))
      .sign(this.key);
  }
}

async function readKey(path: string): Promise<JWK | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const key = JSON.parse(text) as JWK;
    if (key.kty !== 'OKP' || key.crv !== 'Ed25519' || !key.d || !key.x) throw new Error('not an Ed25519 key');
    await importJWK(key, localAlgorithm);
    await chmod(path, 0o600);
    return key;
  } catch (error) {
    throw new SigningKeyUnreadable(path, { cause: error });
  }
}

/** Links instead of renaming: of two processes at a first start one makes the key and both use it. */
async function makeKey(folder: string, path: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(localAlgorithm, { extractable: true });
  const draft = join(folder, `.${keyFile}-${randomUUID()}`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(await exportJWK(privateKey))}\n`);
    await file.sync();
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  return (await readKey(path)) as JWK;
}
