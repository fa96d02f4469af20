import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { operations, type Signer, signers, subjects } from '@contracts';
import { type KeysAtHand, type Signable, signatureValidMs, Signing } from './signing';

const keyOf = (id: string, byte: number) => ({ id, secret: createSecretKey(Buffer.alloc(32, byte)) });
const [old, next] = [keyOf('k1', 1), keyOf('k2', 2)];
const instantMs = Date.parse('2026-11-30T02:00:00.000Z');
const at = (ms: number) => ({ now: () => new Date(ms).toISOString() });
const signingWith = (current: KeysAtHand['current'], ms = instantMs) => new Signing({ current }, at(ms));

const message: Signable = {
  subject: subjects.signDocument,
  caller: '{"actor":{"officer":"ld.stc"}}',
  payload: Buffer.from('{"data":{}}'),
  reply: '_INBOX.a.1',
};
const signing = signingWith([old]);
const signed = signing.as('gateway').sign(message);

it('is what anybody with the key computes', () => {
  const hash = createHash('sha256').update(message.payload).digest('hex');
  const fields = [
    'v1',
    'k1',
    'gateway',
    `${instantMs}`,
    message.subject,
    message.reply,
    message.caller,
    hash,
  ];
  const text = fields.map((field) => `${field.length}:${field}`).join('');
  const mac = createHmac('sha256', Buffer.alloc(32, 1)).update(text).digest('base64url');
  expect(signed).toBe(`v1.k1.gateway.${instantMs}.${mac}`);
  expect(signing.doubtOf(signed, message)).toBeUndefined();
});

describe('each part that is covered', () => {
  const parts = signed.split('.');
  const replaced = (index: number, part: string) =>
    parts.map((each, i) => (i === index ? part : each)).join('.');

  it.each<[string, string, Partial<Signable>]>([
    ['subject', signed, { subject: subjects.sealDocument }],
    ['caller', signed, { caller: `${message.caller} ` }],
    ['caller that is left out', signed, { caller: '' }],
    ['payload', signed, { payload: Buffer.from('{"data":{} }') }],
    ['payload that is left out', signed, { payload: new Uint8Array() }],
    ['reply subject', signed, { reply: '_INBOX.a.2' }],
    ['reply subject that is left out', signed, { reply: '' }],
    ['signer', replaced(2, 'tools'), {}],
    ['instant', replaced(3, String(instantMs + 1)), {}],
    ['instant in other digits', replaced(3, `0${instantMs}`), {}],
    ['version', replaced(0, 'v2'), {}],
    ['mac', replaced(4, 'A'.repeat(43)), {}],
    ['mac in other letters for the same bytes', replaced(4, otherSpelling(parts[4] ?? '')), {}],
  ])('refuses another %s', (_, header, change) =>
    expect(signing.doubtOf(header, { ...message, ...change })).toBe('wrong-signature'),
  );

  it('refuses the name of another key that is at hand', () =>
    expect(signingWith([old, next]).doubtOf(replaced(1, 'k2'), message)).toBe('wrong-signature'));

  it.each([
    '',
    'v1',
    'v1.k1',
    `${signed}.`,
    `.${signed}`,
    `${signed}A`,
    ` ${signed}`,
    'v1....',
    '{}',
    signed.slice(0, -1),
  ])('refuses %j', (header) =>
    expect(signing.doubtOf(header, message)).toBe(header === '' ? 'unsigned' : 'wrong-signature'),
  );
});

/** The last of 43 letters has two bits that count for nothing. */
function otherSpelling(mac: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = letters.indexOf(mac.at(-1) ?? '');
  return mac.slice(0, -1) + letters[last ^ 1];
}

it('tells apart messages whose parts say the same when they stand in a row', () => {
  const pairs: Partial<Signable>[] = [
    { subject: `${message.subject}1:x`, reply: '' },
    { subject: message.subject, reply: '1:x' },
    { reply: '2:ab', caller: '' },
    { reply: '', caller: '2:ab' },
    { reply: 'a', caller: 'b' },
    { reply: 'ab', caller: '' },
    { reply: '', caller: 'ab' },
  ];
  const macs = pairs.map((each) => signing.as('gateway').sign({ ...message, ...each }));
  expect(new Set(macs).size).toBe(pairs.length);
});

describe('two keys', () => {
  it.each([
    ['the first one signs', [next, old], 'k2'],
    ['the only one signs', [old], 'k1'],
  ])('%s', (_, keys, id) => expect(signingWith(keys).as('bus').sign(message)).toMatch(`v1.${id}.bus.`));

  it.each([
    ['before the first step', [old], [old], undefined],
    ['one knows the next one', [old], [old, next], undefined],
    ['the next one signs and all know it', [next, old], [old, next], undefined],
    ['the old one is gone and who knew both still signs with it', [old, next], [next], 'unknown-key'],
  ] as const)('%s', (_, signs, proves, doubt) =>
    expect(signingWith(proves).doubtOf(signingWith(signs).as('gateway').sign(message), message)).toBe(doubt),
  );
});

it.each([
  [signatureValidMs, undefined],
  [signatureValidMs + 1, 'expired'],
  [-signatureValidMs, undefined],
  [-signatureValidMs - 1, 'from-the-future'],
  [86_400_000, 'expired'],
])('of %d ms ago: %s', (ageMs, doubt) =>
  expect(signingWith([old], instantMs + ageMs).doubtOf(signed, message)).toBe(doubt),
);

it('names limit subjects: whoever holds the key in another name is refused', () => {
  const doubtOf = (signer: Signer, subject: string) => {
    const of = { ...message, subject };
    return signing.doubtOf(signing.as(signer).sign(of), of);
  };
  const others = signers.filter((signer) => signer !== 'gateway');
  for (const signer of others)
    expect(doubtOf(signer, operations.signDocument.forward.subject)).toBe('signer-may-not');
  expect(doubtOf('tools', subjects.dayInNumbers)).toBeUndefined();
  expect(doubtOf('gateway', subjects.dayInNumbers)).toBe('signer-may-not');
  expect(doubtOf('gateway', 'nobody.answers.v1')).toBe('signer-may-not');
});
