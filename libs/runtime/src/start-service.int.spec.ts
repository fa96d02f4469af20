import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import {
  Controller,
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { type EmbeddedNode, startEmbeddedNode, StoreUnavailable } from '@adapters/event-store';
import { connectNats, makeBusKeys, type NatsServer, Requester, startNatsServer } from '@adapters/messaging';
import {
  type Caller,
  type CommandReply,
  DocumentTarget,
  healthSubject,
  parsePositionToken,
  refusedBy,
  SignDocumentBody,
  subjects,
  unproven,
} from '@contracts';
import { installation } from '@domain/installation';
import { CallerOf } from './caller-of';
import { Clock } from './clock';
import { commandMeta } from './command-meta';
import { configuration } from './configuration.config';
import { done } from './done';
import { type HealthAnswer, healthOf, ReadinessProbe } from './health';
import { logTo } from './log';
import { type Opened, openServiceContext, type ServiceContext } from './service-context';
import { type RunningService, startService } from './start-service';

/** Of the subjects that the gateway may ask on, three that this service answers in its own way. */
const { signDocument: sign, sealDocument: store, recordLooks: fail } = subjects;
const target = { documentId: randomUUID() };
const body = { authority: 'head', position: 'Giám đốc' };
const caller: Caller = {
  actor: { agency: 'H26.1', officer: 'ld.stc.01', role: 'Leader' },
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source: 'http',
  idempotencyKey: 'key-1',
};
const failures: Readonly<Record<string, () => unknown>> = {
  unavailable: () => new StoreUnavailable('append', 'timer'),
  refusal: () => new RpcException(refusedBy('document', 'not-found')),
  defect: () => new TypeError('a defect with body secrets'),
  text: () => 'thrown text',
};

@Controller()
class SpecController {
  constructor(@Inject('context') private readonly context: ServiceContext) {}

  @MessagePattern(sign)
  sign(
    @Payload('target') of: DocumentTarget,
    @Payload('body') how: SignDocumentBody,
    @CallerOf() by: Caller,
  ): CommandReply<object> {
    const { meta, at } = commandMeta(by, sign, { target: of, body: how }, this.context.clock);
    const classes = [of.constructor.name, how.constructor.name];
    return done(this.context.history, { position: 42n }, { classes, hash: meta.commandHash, at });
  }

  @MessagePattern(store)
  async store(): Promise<void> {
    const data = { storeId: null as unknown as string, at: '2026-11-29T01:00:00.000Z' };
    const fact = installation.codec.encode({ type: 'InstallationOpened', data });
    const { meta } = commandMeta(caller, store, { target: {}, body: {} }, this.context.clock);
    await this.context.store.append(
      'installation-2',
      [{ ...fact, id: randomUUID(), metadata: meta }],
      'absent',
    );
  }

  @MessagePattern(fail)
  fail(@Payload('body') { how }: Record<string, string>): never {
    throw failures[how ?? '']?.();
  }
}

let ready = true;
let stopped = false;

@Injectable()
class SpecProbe extends ReadinessProbe implements OnApplicationShutdown {
  probe() {
    return Promise.resolve({ ready, details: { behind: 3 } });
  }
  onApplicationShutdown(): void {
    stopped = true;
  }
}

@Module({})
class SpecModule {}
const moduleOf = (context: ServiceContext): DynamicModule => ({
  module: SpecModule,
  controllers: [SpecController],
  providers: [
    { provide: 'context', useValue: context },
    { provide: Clock, useValue: context.clock },
    { provide: ReadinessProbe, useClass: SpecProbe },
  ],
});

let folder: string;
let nats: NatsServer;
let node: EmbeddedNode;
let context: Opened<ServiceContext>;
let service: RunningService;
let requester: Requester;
const lines: Record<string, unknown>[] = [];
const log = logTo(
  new Writable({
    write(chunk: Buffer, _encoding, next) {
      for (const line of chunk.toString().trim().split('\n'))
        lines.push(JSON.parse(line) as Record<string, unknown>);
      next();
    },
  }),
  'spec',
  'debug',
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-runtime-'));
  [nats, node] = await Promise.all([startNatsServer({ storeDir: folder }), startEmbeddedNode()]);
  const keys = join(folder, 'bus-keys');
  await makeBusKeys(keys);
  const servers = { NATS_URL: nats.url, EVENTSTORE_URL: node.url };
  const settings = configuration({ ...servers, LIENTHONG_BUS_KEYS_FILE: keys });
  context = await openServiceContext(settings, log, 'spec');
  service = await startService('audit', moduleOf, context);
  requester = new Requester(context.connection, context.signing.as('gateway'));
}, 120_000);

afterAll(async () => {
  await context.close();
  await Promise.all([nats.stop(), node.stop()]);
  await rm(folder, { recursive: true, force: true });
});

it('hands over instances of the declared classes and answers with a position', async () => {
  const reply = await requester.command<{ classes: string[]; hash: string }>(sign, { target, body }, caller);
  expect(reply).toMatchObject({ ok: true, answer: { classes: ['DocumentTarget', 'SignDocumentBody'] } });
  const token = parsePositionToken(reply.ok ? reply.position : '');
  expect(token).toEqual({ storeId: context.storeId, epoch: 1, commit: 42n });
});

it('opens the installation once', async () => {
  const again = await openServiceContext(context.configuration, log, 'again');
  expect(again.storeId).toBe(context.storeId);
  await again.connection.close();
});

it.each([
  ['a wrong target', { target: { documentId: 'x' }, body }, ['/target/documentId']],
  ['a missing target', { body }, ['/target/documentId']],
  ['an unknown field', { target, body: { ...body, x: 1 } }, ['/body/x']],
  ['a text as a body', { target, body: 'x' }, ['/body']],
])('answers %s as malformed, which is a value', async (_, message, pointers) => {
  const reply = await requester.command(sign, message as never, caller);
  expect(reply).toMatchObject({ ok: false, context: 'request', refused: 'malformed' });
  expect(reply.ok ? [] : reply.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
});

it('answers a caller without a key, and no caller at all, as malformed', async () => {
  const { idempotencyKey: _, ...keyless } = caller;
  expect(await requester.command(sign, { target, body }, keyless)).toMatchObject({
    refused: 'malformed',
    errors: [{ pointer: '/caller/idempotencyKey' }],
  });
  expect(await requester.command(sign, { target, body }, {} as Caller)).toMatchObject({
    refused: 'malformed',
  });
});

it('believes no caller that nobody signed for: nothing is handled, it is counted and told once', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ id: '1', data: { target, body } }));
  const answer = await context.connection.request(sign, bytes, { timeout: 2_000 });
  expect(answer.json()).toMatchObject({ response: unproven('unsigned') });
  const text = await context.metrics.registry.metrics();
  expect(text).toContain(
    `lienthong_messages_doubted_total{operation="${sign}",reason="unsigned",process="spec"} 1`,
  );
  const told = lines.filter(({ level, reason }) => level === 'warn' && reason === 'unsigned');
  expect(told).toEqual([expect.objectContaining({ service: 'audit', operation: sign })]);
});

it.each([
  ['unavailable', { context: 'service', refused: 'unavailable' }],
  ['refusal', { context: 'document', refused: 'not-found' }],
  ['defect', { context: 'service', refused: 'failed' }],
  ['text', { context: 'service', refused: 'failed' }],
])('answers a thrown %s by the one filter', async (how, refusal) => {
  const reply = await requester.command(fail, { target: {}, body: { how } }, caller);
  expect(reply).toEqual({ ok: false, ...refusal });
});

it('answers a malformed fact as a failure of its own, logs once what and where, and writes nothing', async () => {
  const reply = await requester.command(store, { target: {}, body: {} }, caller);
  expect(reply).toEqual({ ok: false, context: 'service', refused: 'failed' });
  const errors = lines.filter(({ level, operation }) => level === 'error' && operation === store);
  const where = { stream: 'installation-2', storedName: 'InstallationOpened.v1', pointer: '/storeId' };
  expect(errors).toEqual([
    expect.objectContaining({ err: expect.objectContaining({ ...where, type: 'MalformedFact' }) as unknown }),
  ]);
  expect(await context.store.readStream('installation-2')).toEqual({ events: [], revision: 'absent' });
});

it('logs a defect with its stack, and who asked, never what was said', () => {
  const defect = lines.find(({ level, operation }) => level === 'error' && operation === fail);
  expect(defect).toMatchObject({ service: 'audit', err: { type: 'TypeError' } });
  const handled = lines.find(({ msg }) => msg === `${sign} ok`);
  expect(handled).toMatchObject({ level: 'debug', correlationId: caller.correlationId, outcome: 'ok' });
  expect(JSON.stringify(lines)).not.toContain('Giám đốc');
});

it("takes Nest's own lines", () =>
  expect(lines.find(({ from }) => from === 'NestMicroservice')).toMatchObject({
    level: 'debug',
    service: 'spec',
  }));

it('counts messages by operation and outcome, and appends', async () => {
  const text = await context.metrics.registry.metrics();
  expect(text).toContain(`lienthong_messages_total{operation="${sign}",outcome="ok",process="spec"} 1`);
  expect(text).toMatch(
    new RegExp(`lienthong_messages_total\\{operation="${sign}",outcome="malformed",process="spec"\\} [56]`),
  );
  expect(text).toContain(`lienthong_messages_total{operation="${fail}",outcome="refused",process="spec"} 1`);
  expect(text).toMatch(/lienthong_store_append_seconds_count\{process="spec"\} [1-9]/);
});

describe('health', () => {
  const asked = async () => requester.query<HealthAnswer>(healthSubject('audit'), emptyMessage, caller);
  const emptyMessage = { target: {}, body: {} };

  it('tells store, bus, which instance this is, and what the module knows', async () => {
    const answer = {
      ...{
        service: 'audit',
        instance: `${hostname()}/${process.pid}`,
        version: expect.any(String) as string,
      },
      ...{ startedAt: expect.stringMatching(/Z$/) as string, details: { behind: 3 } },
      ...{ store: 'up', storeAnswerAgeMs: expect.any(Number) as number },
      ...{ storeAppendAgeMs: expect.any(Number) as number },
      ...{ bus: 'connected', busAgeMs: expect.any(Number) as number },
    };
    expect(await asked()).toEqual({ ok: true, answer: { ...answer, ready: true } });
    ready = false;
    expect(await asked()).toEqual({ ok: true, answer: { ...answer, ready: false } });
    ready = true;
  });

  it('tells that the store is away, and since when it has not answered', async () => {
    await node.stop();
    const away = await asked();
    expect(away).toMatchObject({ ok: true, answer: { ready: false, store: 'down' } });
    const later = await asked();
    const ages = [away, later].map((reply) => (reply.ok ? reply.answer.storeAnswerAgeMs : undefined) ?? 0);
    expect(ages[1]).toBeGreaterThan(ages[0] ?? 0);
  });

  it('is not ready when the connection that the service works with is lost', async () => {
    const connection = await connectNats({ url: nats.url, name: 'spec' });
    await connection.close();
    const answer = { ready: false, bus: 'closed' };
    expect(await healthOf('audit', { ...context, connection }, undefined)).toMatchObject({ answer });
  });
});

it('stops: nobody answers any more, and modules are told', async () => {
  await service.stop();
  expect(stopped).toBe(true);
  await expect(requester.command(sign, { target, body }, caller)).rejects.toMatchObject({
    reason: 'nobody-listens',
  });
});
