import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type Doubt, mayAsk, type Signer } from '@contracts';

/** One secret of the installation, by the name that signatures bear. */
export interface BusKey {
  /** 1 to 32 of A-Z a-z 0-9 `_` `-`. */
  readonly id: string;
  readonly secret: KeyObject;
}

/** The keys as they are now: the first one signs, each of them proves. */
export interface KeysAtHand {
  readonly current: readonly BusKey[];
}

/** Everything of a message that is acted on. */
export interface Signable {
  readonly subject: string;
  /** Text of the header that says for whom; empty where there is none. */
  readonly caller: string;
  readonly payload: Uint8Array;
  /** Where the answer goes; empty where none is wanted. */
  readonly reply: string;
}

/** Signs in one name. */
export interface MessageSigner {
  /** Value of the header that proves the message, good for 10 s. */
  sign(message: Signable): string;
}

/** How far the instant of a signature may be from now, before or after. Milliseconds. */
export const signatureValidMs = 10_000;

const form = /^v1\.([A-Za-z0-9_-]{1,32})\.([a-z-]{1,32})\.([0-9]{1,15})\.([A-Za-z0-9_-]{43})$/;

/**
 * Signs the messages of this process and proves those that come, with the keys at hand and by one clock. A signature
 * is over version, key, signer, instant, subject, reply subject, caller and payload, so that none of them can be
 * another one's.
 */
export class Signing {
  constructor(
    private readonly keys: KeysAtHand,
    private readonly clock: { now(): string },
  ) {}

  as(signer: Signer): MessageSigner {
    return {
      sign: (message) => {
        const [key] = this.keys.current;
        if (key === undefined) throw new Error('no key signs; keys at hand hold at least one');
        const instant = String(this.nowMs());
        return `v1.${key.id}.${signer}.${instant}.${macOf(key, signer, instant, message)}`;
      },
    };
  }

  /** Why nothing of a message may be believed; undefined when it is proven. */
  doubtOf(signed: string, message: Signable): Doubt | undefined {
    if (signed === '') return 'unsigned';
    const [, keyId, signer = '', instant = '', mac = ''] = form.exec(signed) ?? [];
    if (keyId === undefined) return 'wrong-signature';
    const key = this.keys.current.find(({ id }) => id === keyId);
    if (key === undefined) return 'unknown-key';
    // Time and rights are looked at only for who holds the key: a stranger learns nothing of them.
    if (!areEqual(mac, macOf(key, signer, instant, message))) return 'wrong-signature';
    const ageMs = this.nowMs() - Number(instant);
    if (ageMs > signatureValidMs) return 'expired';
    if (ageMs < -signatureValidMs) return 'from-the-future';
    return mayAsk(signer, message.subject) ? undefined : 'signer-may-not';
  }

  private nowMs(): number {
    return Date.parse(this.clock.now());
  }
}

/** Each field behind its length: what ends one and begins the next cannot be moved. */
function macOf(
  { id, secret }: BusKey,
  signer: string,
  instant: string,
  { subject, reply, caller, payload }: Signable,
): string {
  const hash = createHash('sha256').update(payload).digest('hex');
  let text = '';
  for (const field of ['v1', id, signer, instant, subject, reply, caller, hash])
    text += `${field.length}:${field}`;
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** As texts: of bytes that are written in several ways only ours counts. Both have 43 characters. */
const areEqual = (given: string, own: string): boolean =>
  timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(own, 'latin1'));
