import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { messageId, secretOf, signatureHeaders } from './signature';

const keys = [randomBytes(32), randomBytes(32)];
const message = (over: object = {}) => ({
  ...{ id: messageId('6f1c2a34-0000-5000-8000-000000000001', '6f1c2a34-0000-5000-8000-000000000002') },
  ...{ sentAt: new Date().toISOString(), body: '{"tên":"Sở Tài chính"}', keys, ...over },
});
const verified = (key: Buffer, sent: ReturnType<typeof message>, body = sent.body) =>
  new Webhook(secretOf(key)).verify(body, { ...signatureHeaders(sent) });

it.each([0, 1])('verifies with each of the keys that sign it (%i)', (index) =>
  expect(verified(keys[index] as Buffer, message())).toEqual({ tên: 'Sở Tài chính' }),
);

it.each([
  ['another key', randomBytes(32), message(), undefined],
  ['another body', keys[0] as Buffer, message(), '{"tên":"Sở Xây dựng"}'],
  ['an old instant', keys[0] as Buffer, message({ sentAt: '2026-11-30T01:00:00.000Z' }), undefined],
])('does not verify with %s', (_, key, sent, body) => expect(() => verified(key, sent, body)).toThrow());

it('does not verify under the id of another message', () => {
  const sent = message();
  const headers = { ...signatureHeaders(sent), 'webhook-id': 'another' };
  expect(() => new Webhook(secretOf(keys[0] as Buffer)).verify(sent.body, headers)).toThrow();
});
