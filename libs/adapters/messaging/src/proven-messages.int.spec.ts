import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, MessagePattern, NatsContext, Payload } from '@nestjs/microservices';
import { createInbox, headers, type MsgHdrs } from 'nats';
import {
  type AgencyChanged,
  callerHeader,
  type Doubt,
  type Found,
  notices,
  signedHeader,
  type Signer,
  subjects,
  unproven,
} from '@contracts';
import { connectNats, type NatsConnection } from './connection';
import { type NatsServer, startNatsServer } from './nats-server';
import { hear, tell } from './notices';
import { natsServerOptions } from './service-server';
import { type KeysAtHand, type MessageSigner, type Signable, Signing } from './signing';

const echo = subjects.getDocumentHistory;
const said = '{"actor":{"agency":"H26.1","officer":"vt.stc.01","role":"Clerk"}}';
const payload = new TextEncoder().encode(JSON.stringify({ data: { target: {}, body: {} } }));

const keysNamed = (...ids: string[]): KeysAtHand => ({
  current: ids.map((id) => ({ id, secret: createSecretKey(randomBytes(32)) })),
});
const keys = keysNamed('k2', 'k1');
/** Of the same keys: who has not read the file again yet. */
const before = { current: keys.current.slice(1) };
const signedWith = (others: KeysAtHand, aheadMs = 0, as: Signer = 'gateway'): MessageSigner =>
  new Signing(others, { now: () => new Date(Date.now() + aheadMs).toISOString() }).as(as);
const signing = new Signing(keys, { now: () => new Date().toISOString() });

let handled = 0;

@Controller()
class EchoController {
  @MessagePattern(echo)
  echo(@Payload() message: unknown, @Ctx() context: NatsContext): Found<unknown> {
    handled += 1;
    const given = (context.getHeaders() as { get(name: string): string } | undefined)?.get(callerHeader);
    return { ok: true, answer: { message, caller: given ? (JSON.parse(given) as unknown) : null } };
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

const doubts: [subject: string, doubt: Doubt][] = [];
const doubted = (subject: string, doubt: Doubt): void => void doubts.push([subject, doubt]);

interface Sent extends Partial<Signable> {
  /** What the signature is over instead of what is sent. */
  readonly signedAs?: Partial<Signable>;
  /** Null for no signature. */
  readonly signer?: MessageSigner | null;
}

function headersOf(message: Signable, { signedAs = {}, signer = signing.as('gateway') }: Sent): MsgHdrs {
  const written = headers();
  if (message.caller !== '') written.set(callerHeader, message.caller);
  if (signer !== null) written.set(signedHeader, signer.sign({ ...message, ...signedAs }));
  return written;
}

/** The answer to a message as it stands on the wire. */
async function answerTo(sent: Sent): Promise<unknown> {
  const reply = createInbox();
  const message = { subject: echo, caller: said, payload, reply, ...sent };
  const answers = connection.subscribe(reply, { max: 1 });
  connection.publish(echo, message.payload, { reply, headers: headersOf(message, sent) });
  for await (const answer of answers) return answer.json<{ response: unknown }>().response;
  throw new Error('it was not answered');
}

let folder: string;
let server: NatsServer;
let connection: NatsConnection;
let app: INestMicroservice;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-proven-'));
  server = await startNatsServer({ storeDir: folder });
  connection = await connectNats({ url: server.url, name: 'spec' });
  const options = natsServerOptions({ url: server.url }, 'audit', { signing, doubted });
  app = await NestFactory.createMicroservice(EchoModule, { ...options, logger: false });
  await app.listen();
}, 120_000);
afterAll(async () => {
  await app.close();
  await connection.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  doubts.splice(0);
  handled = 0;
});

it.each([
  ['as it stands', {}],
  ['with the key of before', { signer: signedWith(before) }],
  ['9 s ago', { signer: signedWith(keys, -9_000) }],
  ['by a clock that is 9 s ahead', { signer: signedWith(keys, 9_000) }],
])('handles a message that was signed %s', async (_, sent) => {
  expect(await answerTo(sent)).toMatchObject({ ok: true, answer: { caller: JSON.parse(said) as object } });
  expect(doubts).toEqual([]);
});

it.each<[string, Doubt, Sent]>([
  ['not signed', 'unsigned', { signer: null }],
  ['signed for another subject', 'wrong-signature', { signedAs: { subject: subjects.getLooks } }],
  ['signed with other bytes', 'wrong-signature', { signedAs: { payload: new Uint8Array() } }],
  ['signed for another caller', 'wrong-signature', { signedAs: { caller: said.replace('01', '02') } }],
  ['signed for no caller', 'wrong-signature', { signedAs: { caller: '' } }],
  ['signed for an answer elsewhere', 'wrong-signature', { signedAs: { reply: '_INBOX.elsewhere' } }],
  ['signed with a stranger key', 'wrong-signature', { signer: signedWith(keysNamed('k2')) }],
  ['signed with a key of another name', 'unknown-key', { signer: signedWith(keysNamed('k3')) }],
  ['signed 11 s ago', 'expired', { signer: signedWith(keys, -11_000) }],
  ['signed for a time to come', 'from-the-future', { signer: signedWith(keys, 20_000) }],
  ['signed by who asks nothing here', 'signer-may-not', { signer: signing.as('bus') }],
  ['signed in some words', 'wrong-signature', { signer: { sign: () => 'it is me' } }],
])('refuses a message that is %s: nothing of it is handled', async (_, doubt, sent) => {
  expect(await answerTo(sent)).toEqual(unproven(doubt));
  expect(doubts).toEqual([[echo, doubt]]);
  expect(handled).toBe(0);
});

it('refuses headers that are none, and goes on', async () => {
  const text = 'NATS/1.0\r\na b: c\nd\r\n:\r\n\r\n';
  const broken = { encode: () => new TextEncoder().encode(text) } as unknown as MsgHdrs;
  connection.publish(echo, payload, { headers: broken });
  expect(await answerTo({})).toMatchObject({ ok: true });
  expect(doubts).toHaveLength(1);
  expect(handled).toBe(1);
});

it('answers who is not proven at an inbox alone', async () => {
  const elsewhere: string[] = [];
  const heard = connection.subscribe(notices.rowsWritten, {
    callback: (_, message) => void elsewhere.push(message.string()),
  });
  connection.publish(echo, payload, { reply: notices.rowsWritten });
  expect(await answerTo({ signer: null })).toEqual(unproven('unsigned'));
  await connection.flush();
  expect([doubts.length, elsewhere]).toEqual([2, []]);
  heard.unsubscribe();
});

it.each([
  ['no JSON', new Uint8Array([0xff, 0x00, 0x7b])],
  ['no bytes', new Uint8Array()],
  ['null', new TextEncoder().encode('null')],
  ['no packet', new TextEncoder().encode('[1]')],
  ['a packet without an id', new TextEncoder().encode('{"pattern":"x","data":"y"}')],
])('answers bytes that are %s when they are signed, and goes on', async (_, bytes) =>
  expect(await answerTo({ payload: bytes, caller: '' })).toEqual({
    ok: true,
    answer: { message: {}, caller: null },
  }),
);

it('is not disturbed by a message that wants no reply', async () => {
  const message = { subject: echo, caller: '', payload, reply: '' };
  connection.publish(echo, payload, { headers: headersOf(message, {}) });
  expect(await answerTo({})).toMatchObject({ ok: true });
  expect(handled).toBe(2);
});

it('hears notices of who may tell them, and no other', async () => {
  const heard: unknown[] = [];
  const told = new Promise<void>((resolve) => {
    hear<AgencyChanged>(connection, signing, notices.agencyChanged, {
      heard: (notice) => {
        heard.push(notice);
        if (notice.agency === 'H99') resolve();
      },
      doubted,
    });
  });
  await connection.flush();
  connection.publish(notices.agencyChanged, '{"agency":"H26"}');
  tell(connection, signing.as('gateway'), notices.agencyChanged, { agency: 'H26' });
  tell(connection, signedWith(keys, -11_000, 'directory'), notices.agencyChanged, { agency: 'H26' });
  tell(connection, signing.as('directory'), notices.agencyChanged, { agency: 'H99' });
  await told;
  expect(heard).toEqual([{ agency: 'H99' }]);
  expect(doubts.map(([, doubt]) => doubt)).toEqual(['unsigned', 'signer-may-not', 'expired']);
});
