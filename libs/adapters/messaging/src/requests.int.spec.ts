import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, MessagePattern, NatsContext, Payload } from '@nestjs/microservices';
import { type Caller, callerHeader, type Found, messageBytesMax, subjects } from '@contracts';
import { connectNats, type NatsConnection } from './connection';
import { MessageTooLarge } from './message-size';
import { type NatsServer, startNatsServer } from './nats-server';
import { Requester, ServiceUnavailable, UnreadableReply } from './requester';
import { natsServerOptions, type ServiceServer } from './service-server';
import { Signing } from './signing';

const caller: Caller = {
  actor: { agency: 'H26.1', officer: 'vt.stc.01', role: 'Clerk' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  causationId: '22222222-2222-4222-8222-222222222222',
  source: 'http',
  importedFrom: `sổ văn bản\r\n.csv#${'a'.repeat(64)}`,
};
/** Of the subjects that the gateway may ask on, three that are answered here, and one that is not. */
const echo = subjects.getDocumentHistory;
const slow = subjects.getDossierHistory;
const large = subjects.getInbox;
const nobody = subjects.getLooks;

const key = { id: 'k1', secret: createSecretKey(randomBytes(32)) };
const signing = new Signing({ current: [key] }, { now: () => new Date().toISOString() });
const signer = signing.as('gateway');

let release: (() => void) | undefined;
let entered: () => void = () => undefined;

@Controller()
class EchoController {
  @MessagePattern(echo)
  echo(@Payload() message: unknown, @Ctx() context: NatsContext): Found<unknown> {
    const header = (context.getHeaders() as { get(name: string): string } | undefined)?.get(callerHeader);
    return { ok: true, answer: { message, caller: header ? (JSON.parse(header) as unknown) : null } };
  }

  @MessagePattern(slow)
  slow(): Promise<Found<string>> {
    return new Promise((resolve) => {
      release = () => resolve({ ok: true, answer: 'late but true' });
      entered();
    });
  }

  @MessagePattern(large)
  large(@Payload('body') { bytes }: { bytes: number }): Found<string> {
    return { ok: true, answer: 'x'.repeat(bytes) };
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

let folder: string;
let server: NatsServer;
let connection: NatsConnection;
let requester: Requester;

const listen = async (): Promise<{ app: INestMicroservice; strategy: ServiceServer }> => {
  const options = natsServerOptions({ url: server.url }, 'audit', { signing });
  const app = await NestFactory.createMicroservice(EchoModule, { ...options, logger: false });
  await app.listen();
  return { app, strategy: options.strategy };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-requests-'));
  server = await startNatsServer({ storeDir: folder });
  connection = await connectNats({ url: server.url, name: 'spec' });
  requester = new Requester(connection, signer);
}, 120_000);

afterAll(async () => {
  await connection.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a service that answers', () => {
  let app: INestMicroservice;
  beforeAll(async () => ({ app } = await listen()));
  afterAll(() => app.close());

  it('gets the message and the caller, names of files with any letters included', async () => {
    const message = { target: { id: 'x' }, body: { subject: 'Mời họp', recipients: [] } };
    expect(await requester.query(echo, message, caller)).toEqual({ ok: true, answer: { message, caller } });
  });

  it('answers many at once, each its own', async () => {
    const asked = Array.from({ length: 200 }, (_, index) =>
      requester.query<{ message: unknown }>(echo, { target: index, body: {} }, caller),
    );
    const answers = await Promise.all(asked);
    expect(answers.map((reply) => reply.ok && (reply.answer.message as { target: number }).target)).toEqual(
      Array.from({ length: 200 }, (_, index) => index),
    );
  });

  it('answers a reply over the limit as a failure', async () => {
    const ask = (bytes: number) => requester.query(large, { target: {}, body: { bytes } }, caller);
    expect(await ask(messageBytesMax - 1_000)).toMatchObject({ ok: true });
    expect(await ask(messageBytesMax)).toEqual({ ok: false, context: 'service', refused: 'failed' });
    expect(await ask(4 * 1024 ** 2)).toEqual({ ok: false, context: 'service', refused: 'failed' });
  });
});

describe('a requester', () => {
  it('says at once that nobody listens', async () => {
    const asked = requester.query(nobody, { target: {}, body: {} }, caller);
    await expect(asked).rejects.toMatchObject({ constructor: ServiceUnavailable, reason: 'nobody-listens' });
  });

  it('gives up by its own clock', async () => {
    const deaf = connection.subscribe(nobody);
    const hasty = new Requester(connection, signer, { timeoutMs: 50 });
    const asked = hasty.query(nobody, { target: {}, body: {} }, caller);
    await expect(asked).rejects.toMatchObject({
      constructor: ServiceUnavailable,
      reason: 'no-answer-in-time',
    });
    deaf.unsubscribe();
  });

  it('says that the bus is away', async () => {
    const closed = await connectNats({ url: server.url, name: 'closed' });
    await closed.close();
    const asked = new Requester(closed, signer).query(echo, { target: {}, body: {} }, caller);
    await expect(asked).rejects.toMatchObject({ constructor: ServiceUnavailable, reason: 'bus-away' });
  });

  it('refuses to send more than the limit, and the connection lives on', async () => {
    const asked = requester.command(echo, { target: {}, body: 'x'.repeat(messageBytesMax) }, caller);
    await expect(asked).rejects.toBeInstanceOf(MessageTooLarge);
    expect(connection.isClosed()).toBe(false);
  });

  it('does not take the answer of a stranger', async () => {
    const stranger = connection.subscribe(nobody, { callback: (_, message) => message.respond('hello') });
    const asked = requester.query(nobody, { target: {}, body: {} }, caller);
    await expect(asked).rejects.toBeInstanceOf(UnreadableReply);
    stranger.unsubscribe();
  });
});

describe('a service that stops', () => {
  it('answers what it has taken and takes nothing more', async () => {
    const { app } = await listen();
    const taken = new Promise<void>((resolve) => (entered = resolve));
    const asked = requester.query(slow, { target: {}, body: {} }, caller);
    await taken;
    const closed = app.close();
    const late = await nobodyListens();
    expect(late).toMatchObject({ reason: 'nobody-listens' });
    release?.();
    expect(await asked).toEqual({ ok: true, answer: 'late but true' });
    await closed;
  });

  it('leaves nobody without an answer who asked while it was closing', async () => {
    const { app } = await listen();
    const ask = () =>
      requester.query(echo, { target: {}, body: {} }, caller).catch((error: unknown) => error);
    const asked = Array.from({ length: 100 }, ask);
    const closed = app.close();
    asked.push(...Array.from({ length: 100 }, ask));
    for (const reply of await Promise.all(asked)) {
      if (reply instanceof ServiceUnavailable) expect(reply.reason).toBe('nobody-listens');
      else expect(reply).toMatchObject({ ok: true });
    }
    await closed;
  });

  it('stops within its limit when an answer never comes', async () => {
    const options = natsServerOptions({ url: server.url }, 'audit', { signing, drainMs: 50 });
    const app = await NestFactory.createMicroservice(EchoModule, { ...options, logger: false });
    await app.listen();
    const taken = new Promise<void>((resolve) => (entered = resolve));
    const asked = new Requester(connection, signer, { timeoutMs: 1_000 }).query(
      slow,
      { target: {}, body: {} },
      caller,
    );
    await taken;
    await app.close();
    release?.();
    await expect(asked).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  /** The server has taken the subscriptions back once nobody listens any more. */
  async function nobodyListens(): Promise<unknown> {
    for (;;) {
      const error: unknown = await requester
        .query(echo, { target: {}, body: {} }, caller)
        .catch((e: unknown) => e);
      if (error instanceof ServiceUnavailable) return error;
    }
  }
});

it('refuses at once while the server is away, and answers again when it came back', async () => {
  const { app } = await listen();
  const disconnected = (async () => {
    for await (const { type } of connection.status()) if ((type as string) === 'disconnect') return;
  })();
  server.kill('SIGKILL');
  await Promise.all([server.stop(), disconnected]);
  const askedAt = performance.now();
  const asked = requester.query(echo, { target: {}, body: {} }, caller);
  await expect(asked).rejects.toMatchObject({ name: 'ServiceUnavailable', reason: 'bus-away' });
  expect(performance.now() - askedAt).toBeLessThan(1_000);
  server = await startNatsServer({ storeDir: folder, port: server.port });
  const hasty = new Requester(connection, signer, { timeoutMs: 250 });
  let reply: unknown;
  while (reply === undefined) {
    // Refused at once: the loop has to leave the connection its turn.
    reply = await hasty.query(echo, { target: {}, body: {} }, caller).catch(async (error: unknown) => {
      if (error instanceof ServiceUnavailable) return void (await turn());
      throw error;
    });
  }
  expect(reply).toMatchObject({ ok: true });
  await app.close();
}, 60_000);
