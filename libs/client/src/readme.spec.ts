import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { verifyWebhook } from './verify-webhook';

const key = randomBytes(32);
const example = 'vn.lienthong.exchange.receipt-accepted.v1.json';
const file = join(__dirname, '../../formats/public-facts/examples', example);
const { cloudEvent } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly cloudEvent: { readonly id: string };
};
const kept: string[] = [];

/** The receiver of the page, listening on a free port. */
async function receiver(): Promise<Server> {
  const page = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const code = /```ts\n([^]*?)```/.exec(page)?.[1] ?? '';
  const given = {
    ...{ verifyWebhook, buffer, port: 0, secrets: `whsec_${key.toString('base64')}` },
    createServer,
    keepOnce: (id: string) => void kept.push(id),
  };
  const run = new Function(...Object.keys(given), `return ${code}`) as (...all: unknown[]) => Server;
  const server = run(...Object.values(given));
  await new Promise((listening) => server.once('listening', listening));
  return server;
}

it('the receiver of the page takes what is signed, gives challenges back and refuses all else', async () => {
  const server = await receiver();
  const { port } = server.address() as AddressInfo;
  const send = async (event: object, signer = key): Promise<readonly [number, string]> => {
    const [body, at] = [JSON.stringify(event), String(Math.floor(Date.now() / 1_000))];
    const signature = createHmac('sha256', signer).update(`m1.${at}.${body}`).digest('base64');
    const headers = { 'webhook-id': 'm1', 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers });
    return [answer.status, await answer.text()];
  };
  const numbered = { ...cloudEvent, feednumber: 7, feedprevious: 6 };
  const validation = { ...numbered, type: 'vn.lienthong.webhook.validation.v1', data: { challenge: 'c1' } };
  expect(await send(validation)).toEqual([200, 'c1']);
  expect(await send(numbered)).toEqual([204, '']);
  expect(await send({ ...numbered, type: 'vn.lienthong.exchange.later.v1' })).toEqual([204, '']);
  expect(await send(numbered, randomBytes(32))).toEqual([401, '']);
  expect(kept).toEqual(['m1']);
  await new Promise((closed) => server.close(closed));
});
