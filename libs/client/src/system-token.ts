import { nkeys as untyped } from 'nats';

/** Who a system is, and where: `GET /systems/{systemId}` answers both. */
export interface SystemIdentity {
  /** The text of the .creds file, or the seed `SU…` alone. */
  readonly creds: string;
  readonly systemId: string;
  /** The installation: `audience`. */
  readonly audience: string;
}

/** The credentials hold no seed of a user. */
export class NoSeed extends Error {
  override readonly name = 'NoSeed';
  constructor() {
    super(
      'the credentials hold no seed `SU…`: give the text of the .creds file that the key was issued with',
    );
  }
}

interface Pair {
  getPublicKey(): string;
  sign(bytes: Uint8Array): Uint8Array;
}
/** The client of NATS ships them without types. */
const nkeys = untyped as { fromSeed(seed: Uint8Array): Pair };

const lifetimeSeconds = 60;

/**
 * An access token of a connected system for the gateway, signed by its own key and good for a minute: send it as
 * `Authorization: Bearer`. Whoever catches it reads for a minute what the system reads. @throws NoSeed
 */
export function systemToken({ creds, systemId, audience }: SystemIdentity, nowMs = Date.now()): string {
  const [seed] = /SU[A-Z2-7]{56}/.exec(creds) ?? [];
  if (seed === undefined) throw new NoSeed();
  const pair = nkeys.fromSeed(Buffer.from(seed));
  const iat = Math.floor(nowMs / 1_000);
  const header = { alg: 'EdDSA', typ: 'lienthong-system+jwt', kid: pair.getPublicKey() };
  const claims = { sub: systemId, aud: audience, iat, exp: iat + lifetimeSeconds };
  const signed = [header, claims].map((part) => base64url(JSON.stringify(part))).join('.');
  return `${signed}.${base64url(pair.sign(Buffer.from(signed)))}`;
}

const base64url = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString('base64url');
