import { createHmac, timingSafeEqual } from 'node:crypto';
import { eventIn, isKnownType, type PublicEvent, type TakenEvent } from './public-event';

export interface ReceivedWebhook {
  /** With names in lower case, as Node has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came, or their text: not what a parser made of them. */
  readonly body: string | Uint8Array;
}

/** Asks that `challenge` be given back, as the whole answer. */
interface Validation {
  readonly kind: 'validation';
  readonly id: string;
  readonly challenge: string;
}
interface Told {
  readonly kind: 'event';
  /** The same in every repeat: keep it where the effect is kept, in the same transaction. */
  readonly id: string;
  readonly event: PublicEvent;
}
/** A test that somebody wanted, or a type of a later release: answer 204. */
interface PassedOver {
  readonly kind: 'passed-over';
  readonly id: string;
}
interface Refused {
  readonly kind: 'refused';
  /** For the log; answer 401, or 400 for `not-an-event`. */
  readonly reason: 'not-signed' | 'wrong-signature' | 'too-old' | 'too-new' | 'not-an-event';
}
export type Webhook = Validation | Told | PassedOver | Refused;

/** How far the clocks of both sides may differ, and a message may be delayed. Seconds. */
const toleranceSeconds = 300;
const validation = 'vn.lienthong.webhook.validation.v1';

/**
 * What a webhook brings, by Standard Webhooks (https://www.standardwebhooks.com).
 * @param secrets `whsec_…`; two while a key is rotated
 */
export function verifyWebhook(
  secrets: string | readonly string[],
  { headers, body }: ReceivedWebhook,
  nowMs = Date.now(),
): Webhook {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name],
  );
  if (typeof id !== 'string' || typeof signatures !== 'string') return refused('not-signed');
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return refused('not-signed');
  const bytes = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)]);
  const isOurs = (typeof secrets === 'string' ? [secrets] : secrets).some((secret) =>
    isSignedBy(secret, bytes, signatures),
  );
  if (!isOurs) return refused('wrong-signature');
  const agedSeconds = Math.floor(nowMs / 1_000) - Number(timestamp);
  if (Math.abs(agedSeconds) > toleranceSeconds) return refused(agedSeconds > 0 ? 'too-old' : 'too-new');
  return brought(id, Buffer.from(body).toString('utf8'));
}

const refused = (reason: Refused['reason']): Refused => ({ kind: 'refused', reason });

/** Compares with every signature for as long as it takes, whichever fits. */
function isSignedBy(secret: string, bytes: Uint8Array, signatures: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(bytes).digest();
  const fits = signatures.split(' ').map((each) => {
    const [version, given = ''] = each.split(',', 2);
    const found = Buffer.from(given, 'base64');
    return version === 'v1' && found.length === expected.length && timingSafeEqual(found, expected);
  });
  return fits.includes(true);
}

function brought(id: string, text: string): Webhook {
  const event = eventIn(text);
  if (event === undefined) return refused('not-an-event');
  const { challenge } = (event as unknown as { readonly data: { readonly challenge?: unknown } }).data;
  if (event.type === validation && typeof challenge === 'string')
    return { kind: 'validation', id, challenge };
  const isTold = event.feednumber !== undefined && isKnownType(event as TakenEvent);
  return isTold ? { kind: 'event', id, event: event as PublicEvent } : { kind: 'passed-over', id };
}
