import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook } from './verify-webhook';

const [ours, young, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
const secretOf = (key: Buffer): string => `whsec_${key.toString('base64')}`;
const nowMs = Date.now();
const seconds = Math.floor(nowMs / 1_000);

const path = '../../formats/public-facts/examples/vn.lienthong.exchange.receipt-accepted.v1.json';
const { cloudEvent } = JSON.parse(readFileSync(join(__dirname, path), 'utf8')) as { cloudEvent: object };
const told = JSON.stringify({ ...cloudEvent, feednumber: 7, feedprevious: 6 });

interface Sent {
  readonly body?: string;
  readonly signed?: string;
  readonly keys?: readonly Buffer[];
  readonly at?: number;
  readonly over?: Readonly<Record<string, string | undefined>>;
}
function sent({ body = told, signed = body, keys = [ours], at = seconds, over = {} }: Sent = {}) {
  const id = '6f1c2a34-0000-5000-8000-000000000001-6f1c2a34-0000-5000-8000-000000000002';
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${at}.${signed}`).digest('base64')}`,
  );
  const headers = {
    ...{ 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signatures.join(' ') },
    ...over,
  };
  return { headers, body };
}

it('reads the event, and the id that every repeat bears', () =>
  expect(verifyWebhook(secretOf(ours), sent(), nowMs)).toEqual({
    ...{ kind: 'event', id: sent().headers['webhook-id'] },
    event: JSON.parse(told) as unknown,
  }));

it('reads bytes as well as their text', () => {
  const { headers, body } = sent();
  expect(verifyWebhook(secretOf(ours), { headers, body: Buffer.from(body) }, nowMs).kind).toBe('event');
});

it.each<[string, readonly Buffer[], readonly Buffer[]]>([
  ['both signatures, whichever it has', [ours, young], [young]],
  ['one of its two secrets', [ours], [young, ours]],
])('takes %s while a key is rotated', (_, keys, secrets) =>
  expect(verifyWebhook(secrets.map(secretOf), sent({ keys }), nowMs).kind).toBe('event'),
);

const refusals: readonly [string, Sent, string][] = [
  ['another key', { keys: [foreign] }, 'wrong-signature'],
  ['another body', { signed: '{}' }, 'wrong-signature'],
  ['another id', { over: { 'webhook-id': 'another' } }, 'wrong-signature'],
  ['another instant', { over: { 'webhook-timestamp': String(seconds - 1) } }, 'wrong-signature'],
  ['a signature of another version', { over: { 'webhook-signature': 'v1a,AAAA' } }, 'wrong-signature'],
  ['an empty signature', { over: { 'webhook-signature': '' } }, 'wrong-signature'],
  ['a short signature', { over: { 'webhook-signature': 'v1,AAAA' } }, 'wrong-signature'],
  ['an old message', { at: seconds - 400 }, 'too-old'],
  ['a message of later', { at: seconds + 400 }, 'too-new'],
  ['no id', { over: { 'webhook-id': undefined } }, 'not-signed'],
  ['no signature', { over: { 'webhook-signature': undefined } }, 'not-signed'],
  ['no instant', { over: { 'webhook-timestamp': undefined } }, 'not-signed'],
  ['an instant that is none', { over: { 'webhook-timestamp': '12e3' } }, 'not-signed'],
];
it.each(refusals)('refuses %s, as the library of Standard Webhooks does', (_, over, reason) => {
  const { headers, body } = sent(over);
  expect(verifyWebhook(secretOf(ours), { headers, body }, nowMs)).toEqual({ kind: 'refused', reason });
  expect(() => new Webhook(secretOf(ours)).verify(body, headers as Record<string, string>)).toThrow();
});

it('takes what that library takes', () => {
  const { headers, body } = sent();
  expect(new Webhook(secretOf(ours)).verify(body, headers as Record<string, string>)).toEqual(
    JSON.parse(told),
  );
});

const trial = (fact: string, data: object) =>
  JSON.stringify({
    ...{ specversion: '1.0', id: 'a0000000-0000-4000-8000-000000000000', source: 'urn:x', subject: 's' },
    ...{ type: `vn.lienthong.webhook.${fact}.v1`, time: '2026-11-30T01:00:00.000Z', data },
  });

it.each<[string, string, object]>([
  ['the challenge', trial('validation', { challenge: 'c1' }), { kind: 'validation', challenge: 'c1' }],
  ['a test', trial('test', {}), { kind: 'passed-over' }],
  ['a later version', told.replace(/\.v1"/, '.v2"'), { kind: 'passed-over' }],
  ['no event', '{"a":1}', { kind: 'refused', reason: 'not-an-event' }],
  ['no JSON', 'x', { kind: 'refused', reason: 'not-an-event' }],
])('says what was brought: %s', (_, body, said) =>
  expect(verifyWebhook(secretOf(ours), sent({ body }), nowMs)).toMatchObject(said),
);
