import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { FileContentStore } from '@adapters/content-store';
import { EventStoreDbStore, startEmbeddedNode, type EmbeddedNode } from '@adapters/event-store';
import { BACKWARDS, END, EventStoreDBClient } from '@eventstore/db-client';
import { LocalIssuer } from '@adapters/identity';
import {
  connectNats,
  Requester,
  startNatsServer,
  type NatsConnection,
  type NatsServer,
} from '@adapters/messaging';
import { subjects } from '@contracts';
import type { ContentPart, Role } from '@domain/codes';
import { accepted, Officer, officerId } from '../flows/province';

/** The agencies of the bench: the first one gives, the others receive. */
export const agencies = ['H98', 'H98.1', 'H98.2', 'H98.3', 'H98.4', 'H98.5'] as const;

const entryOf = (app: string, file: string): string => join(__dirname, '..', '..', 'apps', app, 'src', file);
export const nodeEntry = entryOf('event-store', 'main.js');
export const allEntry = entryOf('local', 'all.main.js');
export const serviceEntry = (app: string): string => entryOf(app, 'main.js');

/** One process of the product or of a peer, started as the launcher starts it. */
export class Child {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    /** What it said when it was ready. */
    readonly handshake: Readonly<Record<string, unknown>>,
  ) {}

  static async start(script: string, env: NodeJS.ProcessEnv = {}): Promise<Child> {
    const profiles = process.env['BENCH_PROFILE'];
    const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const child = spawn(process.execPath, [...profiling, '--enable-source-maps', script], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${script} ended before it was ready`);
    });
    ended.catch(() => undefined);
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
    const handshake = JSON.parse(line) as Record<string, unknown>;
    return new Child(child, child.pid as number, handshake);
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }
}

/**
 * The product as `npm start` runs it: the embedded node on disk, a nats-server, every service in one process; and a
 * few agencies to work with.
 */
export class House {
  readonly requester: Requester;
  private tokens = new Map<string, Promise<string>>();
  private constructor(
    readonly folder: string,
    readonly node: EmbeddedNode,
    readonly nats: NatsServer,
    readonly store: EventStoreDbStore,
    readonly process: Child,
    private readonly connection: NatsConnection,
    private readonly issuer: LocalIssuer,
    /** A file every document of the bench names. */
    readonly part: ContentPart,
  ) {
    this.requester = new Requester(connection);
  }

  static async start(): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
    const storeFolder = join(folder, 'event-store');
    await mkdir(storeFolder);
    const node = await startEmbeddedNode({ dataDir: storeFolder, entry: nodeEntry });
    const nats = await startNatsServer({ storeDir: join(folder, 'jetstream') });
    const all = await Child.start(allEntry, environmentOf(folder, node.url, nats.url));
    const connection = await connectNats({ url: nats.url, name: 'bench' });
    const issuer = await LocalIssuer.open(join(folder, 'identity'));
    const store = EventStoreDbStore.connect(node.url);
    const house = new House(folder, node, nats, store, all, connection, issuer, await keptPart(folder));
    await house.found();
    return house;
  }

  get address(): string {
    return String(this.process.handshake['address']);
  }

  /** Environment of one more process of this house. */
  get environment(): NodeJS.ProcessEnv {
    return environmentOf(this.folder, this.node.url, this.nats.url);
  }

  token(agency: string, role: Role): Promise<string> {
    const key = `${agency} ${role}`;
    const claims = { sub: officerId(role, agency), agency, roles: [role] };
    const token = this.tokens.get(key) ?? this.issuer.issue(claims);
    this.tokens.set(key, token);
    return token;
  }

  /** Waits until the read models show every fact recorded so far. */
  async settled(): Promise<void> {
    const newest = await newestFollowed(this.node.url);
    const authorization = `Bearer ${await this.token('H98', 'Clerk')}`;
    const after = `${await this.storeId()}.${newest}`;
    for (;;) {
      const answer = await fetch(`${this.address}/inbox?after=${after}`, { headers: { authorization } });
      const text = await answer.text();
      if (answer.ok) return;
      if (!text.includes('not-visible-yet')) throw new Error(`the inbox answered ${answer.status}: ${text}`);
    }
  }

  async storeId(): Promise<string> {
    const { events } = await this.store.readStream('installation-1', { max: 1 });
    return (events[0]?.data as { storeId: string }).storeId;
  }

  async stop(): Promise<void> {
    await this.store.close();
    await this.process.stop();
    await this.connection.close();
    await this.nats.stop();
    await this.node.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async found(): Promise<void> {
    const operator = new Officer(this.requester, 'H98', 'Operator');
    for (const agency of agencies) {
      const parent = agency === 'H98' ? {} : { parent: 'H98' };
      const card = { name: `Cơ quan ${agency}`, abbreviation: 'CQ', tier: 'province', ...parent };
      accepted(await operator.command(subjects.registerAgency, { agency }, card));
    }
  }
}

const environmentOf = (folder: string, eventStoreUrl: string, natsUrl: string): NodeJS.ProcessEnv => ({
  EVENTSTORE_URL: eventStoreUrl,
  NATS_URL: natsUrl,
  LIENTHONG_DATA_DIR: folder,
  LIENTHONG_LOG_DIR: join(folder, 'logs'),
  LIENTHONG_PORT: '0',
});

async function keptPart(folder: string): Promise<ContentPart> {
  const bytes = Buffer.from('Văn bản của phép đo');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const contents = await FileContentStore.open(join(folder, 'contents'));
  await contents.receive('H98', sha256, Readable.from([bytes]), { bytesMax: bytes.length });
  await contents.keep('H98', sha256);
  return { sha256, size: bytes.length, mediaType: 'application/pdf', name: 'van-ban.pdf' };
}

/** Position of the newest fact: readers never hear of the streams in which followers note how far they came. */
async function newestFollowed(url: string): Promise<bigint> {
  const client = EventStoreDBClient.connectionString(url);
  try {
    for await (const { event } of client.readAll({
      direction: BACKWARDS,
      fromPosition: END,
      maxCount: 500,
    })) {
      if (event !== undefined && !/^(\$|checkpoint-|parked-)/.test(event.streamId))
        return event.position?.commit ?? 0n;
    }
    throw new Error('the last 500 events are no facts');
  } finally {
    await client.dispose();
  }
}
