import { createHash } from 'node:crypto';
import { base32, type KeyPair } from './nkeys';

/** Subjects that may be published on or subscribed to. Nothing else may. */
export interface Permissions {
  readonly pub: { readonly allow: readonly string[] };
  readonly sub: { readonly allow: readonly string[] };
}

/** Subjects that may not be published on. Any other may. */
interface Denials {
  readonly pub: { readonly deny: readonly string[] };
}

/** A service of another account, asked on a subject of one's own where one is named. */
interface ServiceImport {
  readonly name: string;
  readonly subject: string;
  readonly local_subject?: string;
  readonly account: string;
  readonly type: 'service';
}

export interface ServiceExport {
  readonly name: string;
  readonly subject: string;
  readonly type: 'service';
  readonly response_type?: 'Stream';
}

interface OperatorClaims {
  readonly type: 'operator';
  readonly system_account: string;
}

export interface AccountClaims {
  readonly type: 'account';
  readonly imports?: readonly ServiceImport[];
  readonly exports?: readonly ServiceExport[];
  readonly limits: Readonly<Record<string, number | boolean>>;
  readonly default_permissions?: Permissions | Denials;
  /** Users by their public key, `*` for all: JWTs made up to that second are good no more. */
  readonly revocations?: Readonly<Record<string, number>>;
}

interface UserClaims {
  readonly type: 'user';
  readonly subs: number;
  readonly data: number;
  readonly payload: number;
}

/** What NATS calls claims: the part of a JWT that is its own. */
type NatsClaims = OperatorClaims | AccountClaims | UserClaims;

interface Said {
  readonly name: string;
  /** Whom it is about, by the public key. */
  readonly sub: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly nats: NatsClaims;
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** `ed25519-nkey` is no algorithm of JOSE, so that its libraries write no such token. */
const header = encoded({ typ: 'JWT', alg: 'ed25519-nkey' });

/** A JWT of version 2 as nats-server reads it. The same claims under the same key are the same text. */
export function natsJwt(said: Said, signer: KeyPair): string {
  const { nats, ...about } = said;
  const claims = { ...about, iss: signer.getPublicKey(), nats: { ...nats, version: 2 } };
  const jti = base32(createHash('sha512-256').update(JSON.stringify(claims)).digest());
  const signed = `${header}.${encoded({ jti, ...claims })}`;
  return `${signed}.${Buffer.from(signer.sign(Buffer.from(signed))).toString('base64url')}`;
}

/** What a JWT says; whether it is signed is not looked at. Nothing when it is none. */
export function saidIn(jwt: string): (Said & { readonly iss: string }) | undefined {
  try {
    const [, payload = ''] = jwt.split('.');
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Said & { readonly iss: string };
  } catch {
    return undefined;
  }
}

/** JWT and seed of a user in one file, as every NATS client reads them. */
export const credsOf = (jwt: string, seed: string): string =>
  [
    '-----BEGIN NATS USER JWT-----',
    jwt,
    '------END NATS USER JWT------',
    '',
    '-----BEGIN USER NKEY SEED-----',
    seed,
    '------END USER NKEY SEED------',
    '',
  ].join('\n');

export const jwtIn = (creds: string): string | undefined => /BEGIN NATS USER JWT-+\s+(\S+)/.exec(creds)?.[1];
