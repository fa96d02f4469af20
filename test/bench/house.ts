import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { FileContentStore } from '@adapters/content-store';
import { type EmbeddedNode, EventStoreDbStore, isUnfollowed, startEmbeddedNode } from '@adapters/event-store';
import { LocalIssuer } from '@adapters/identity';
import {
  connectNats,
  makeBusKeys,
  type MessageSigner,
  type NatsConnection,
  type NatsServer,
  readBusKeys,
  Requester,
  Signing,
  startNatsServer,
} from '@adapters/messaging';
import { healthSubject, services, subjects } from '@contracts';
import type { ContentPart, Role } from '@domain/codes';
import { kinds } from '@formats/public-facts';
import { type HealthAnswer, houseCaller, SystemClock } from '@runtime';
import { processFlags } from '../../apps/local/src/process-flags';
import { PostgresServer } from '../conformance/read-store/postgres-server';
import { fittingSigner } from '../flows/fitting-signer';
import { noLimits } from '../flows/no-limits';
import { accepted, Officer, officerId, officerRoles } from '../flows/province';

/** The agencies of the bench: the first one gives, the others receive. */
export const agencies = ['H98', 'H98.1', 'H98.2', 'H98.3', 'H98.4', 'H98.5'] as const;

const relayed = Object.keys(kinds);

const entryOf = (app: string, file: string): string => join(__dirname, '..', '..', 'apps', app, 'src', file);
export const nodeEntry = entryOf('event-store', 'main.js');
export const allEntry = entryOf('local', 'all.main.js');
export const serviceEntry = (app: string): string => entryOf(app, 'main.js');

/** One process of the product, started as the launcher starts it; a peer runs with no flags of ours. */
export class Child {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    /** What it said when it was ready. */
    readonly handshake: Readonly<Record<string, unknown>>,
  ) {}

  static async start(
    script: string,
    env: NodeJS.ProcessEnv = {},
    flags: readonly string[] = processFlags,
  ): Promise<Child> {
    const profiles = process.env['BENCH_PROFILE'];
    const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const child = spawn(process.execPath, [...profiling, ...flags, script], {
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

type Shape = 'one process' | 'services';

/**
 * The product as `npm start` runs it: the embedded node on disk, a nats-server, PostgreSQL, every service in one
 * process; and a few agencies to work with.
 */
export class House {
  readonly requester: Requester;
  private tokens = new Map<string, Promise<string>>();
  /** The last event that `settled` has seen, and the last of those that readers hear of. */
  private seen: bigint | undefined;
  private newest: bigint | undefined;
  /** And of those that are published. */
  private newestPublic: bigint | undefined;
  private constructor(
    readonly folder: string,
    /** Undefined when the house works on a store that was given. */
    readonly node: EmbeddedNode | undefined,
    private readonly storeUrl: string,
    readonly nats: NatsServer,
    readonly rows: PostgresServer,
    readonly store: EventStoreDbStore,
    /** The one with everything, or the gateway. */
    readonly process: Child,
    /** The other services, where each has a process of its own. */
    private readonly others: readonly Child[],
    private readonly connection: NatsConnection,
    signer: MessageSigner,
    private readonly issuer: LocalIssuer,
    /** A file every document of the bench names. */
    readonly part: ContentPart,
  ) {
    this.requester = new Requester(connection, signer);
  }

  /**
   * On an embedded node of its own, or on a store that was given, where other events may stand already.
   * @param settings by name of their variable, over those of the bench
   */
  static async start(given?: string, shape?: Shape, settings?: NodeJS.ProcessEnv): Promise<House> {
    const house = await House.empty(given, shape, settings);
    await house.found();
    return house;
  }

  /** In which nothing has happened yet. */
  static async empty(
    given?: string,
    shape: Shape = 'one process',
    settings: NodeJS.ProcessEnv = {},
  ): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
    const storeFolder = join(folder, 'event-store');
    await mkdir(storeFolder);
    const node =
      given === undefined ? await startEmbeddedNode({ dataDir: storeFolder, entry: nodeEntry }) : undefined;
    const url = given ?? node?.url ?? '';
    const nats = await startNatsServer({ storeDir: join(folder, 'jetstream') });
    const rows = await PostgresServer.create({});
    await makeBusKeys(busKeysIn(folder));
    const environment = { ...environmentOf(folder, url, nats.url, rows.urlOf('postgres')), ...settings };
    const entries = shape === 'services' ? services.map(serviceEntry) : [];
    const others = await Promise.all(entries.map((entry) => Child.start(entry, environment)));
    const first = shape === 'services' ? serviceEntry('gateway') : allEntry;
    const all = await Child.start(first, environment);
    const connection = await connectNats({ url: nats.url, name: 'bench' });
    const signer = fittingSigner(new Signing(await readBusKeys(busKeysIn(folder)), new SystemClock()));
    const issuer = await LocalIssuer.open(join(folder, 'identity'));
    const store = EventStoreDbStore.connect(url);
    const part = await keptPart(folder);
    const house = new House(
      folder,
      node,
      url,
      nats,
      rows,
      store,
      all,
      others,
      connection,
      signer,
      issuer,
      part,
    );
    const head = await store.headPosition();
    if (head >= 0n) house.seen = head;
    return house;
  }

  get address(): string {
    return String(this.process.handshake['address']);
  }

  /** Environment of one more process of this house. */
  get environment(): NodeJS.ProcessEnv {
    return environmentOf(this.folder, this.storeUrl, this.nats.url, this.rows.urlOf('postgres'));
  }

  token(agency: string, role: Role): Promise<string> {
    const key = `${agency} ${role}`;
    const claims = { sub: officerId(role, agency), agency, roles: [role] };
    const token = this.tokens.get(key) ?? this.issuer.issue(claims);
    this.tokens.set(key, token);
    return token;
  }

  /** Tokens of so many one-stop officers, each of whom is in post; the agencies have one in turn. */
  async officers(count: number): Promise<readonly string[]> {
    const tokens: string[] = [];
    // One appointment at a time in each agency: two would write the same stream.
    const inTurn = agencies.map(async (agency, first) => {
      const operator = new Officer(this.requester, agency, 'Operator');
      for (let n = first; n < count; n += agencies.length) {
        const post = { officer: `mc.${n}`, displayName: `Cán bộ ${n}`, roles: ['OneStopOfficer'] };
        accepted(await operator.command(subjects.appointOfficer, { agency }, post));
        tokens[n] = await this.issuer.issue({ sub: post.officer, agency, roles: post.roles });
      }
    });
    await Promise.all(inTurn);
    return tokens;
  }

  /** Waits until the read models show every fact recorded so far, and the relay has published it. */
  async settled(): Promise<void> {
    await this.lookOn();
    await Promise.all([this.shown(), this.published()]);
  }

  private async shown(): Promise<void> {
    if (this.newest === undefined) return;
    const authorization = `Bearer ${await this.token('H98', 'Clerk')}`;
    const after = `${await this.storeId()}.${this.newest}`;
    for (;;) {
      const answer = await fetch(`${this.address}/inbox?after=${after}`, { headers: { authorization } });
      const text = await answer.text();
      if (answer.ok) return;
      if (!text.includes('not-visible-yet')) throw new Error(`the inbox answered ${answer.status}: ${text}`);
    }
  }

  /** The relay says up to where it has come among the facts of its streams. */
  private async published(): Promise<void> {
    for (const wanted = this.newestPublic ?? -1n; ;) {
      const message = { target: {}, body: {} };
      const subject = healthSubject('bus');
      const { details } = await this.requester.answer<HealthAnswer>(subject, message, houseCaller('bus'));
      if (BigInt(details['position'] as string) >= wanted) return;
    }
  }

  /** Reads what came since the last time. Positions are not counted with: in a real store they are offsets. */
  private async lookOn(): Promise<void> {
    for (let page = [...(await this.page())]; page.length > 0; page = [...(await this.page())]) {
      this.seen = page.at(-1)?.position;
      const heard = page.filter(({ stream }) => !isUnfollowed(stream)).at(-1);
      this.newest = heard?.position ?? this.newest;
      const told = page.filter(({ stream }) => relayed.some((prefix) => stream.startsWith(prefix))).at(-1);
      this.newestPublic = told?.position ?? this.newestPublic;
    }
  }

  private page() {
    return this.store.readAll({ ...(this.seen === undefined ? {} : { after: this.seen }), max: 1_000 });
  }

  async storeId(): Promise<string> {
    const { events } = await this.store.readStream('installation-1', { max: 1 });
    return (events[0]?.data as { storeId: string }).storeId;
  }

  async stop(): Promise<void> {
    await this.store.close();
    await this.process.stop();
    await Promise.all(this.others.map((other) => other.stop()));
    await this.connection.close();
    await this.nats.stop();
    await this.rows.remove();
    await this.node?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async found(): Promise<void> {
    const operator = new Officer(this.requester, 'H98', 'Operator');
    for (const agency of agencies) {
      const parent = agency === 'H98' ? {} : { parent: 'H98' };
      const card = { name: `Cơ quan ${agency}`, abbreviation: 'CQ', tier: 'province', ...parent };
      const reply = await operator.command(subjects.registerAgency, { agency }, card);
      // On a store that was given, an earlier run may have been here.
      if (reply.ok || reply.refused !== 'agency-already-registered') accepted(reply);
      for (const role of officerRoles) {
        const post = { officer: officerId(role, agency), displayName: `${role} ${agency}`, roles: [role] };
        accepted(await operator.command(subjects.appointOfficer, { agency }, post));
      }
    }
  }
}

export const busKeysIn = (folder: string): string => join(folder, 'identity', 'bus-keys');

/** Of any process of a house. */
export const environmentOf = (
  folder: string,
  eventStoreUrl: string,
  natsUrl: string,
  databaseUrl: string,
): NodeJS.ProcessEnv => ({
  EVENTSTORE_URL: eventStoreUrl,
  NATS_URL: natsUrl,
  DATABASE_URL: databaseUrl,
  LIENTHONG_DATA_DIR: folder,
  LIENTHONG_BUS_KEYS_FILE: busKeysIn(folder),
  LIENTHONG_LOG_DIR: join(folder, 'logs'),
  LIENTHONG_PORT: '0',
  ...noLimits,
});

async function keptPart(folder: string): Promise<ContentPart> {
  const bytes = Buffer.from('Văn bản của phép đo');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const contents = await FileContentStore.open(join(folder, 'contents'));
  await contents.receive('H98', sha256, Readable.from([bytes]), { bytesMax: bytes.length });
  await contents.keep('H98', sha256);
  return { sha256, size: bytes.length, mediaType: 'application/pdf', name: 'van-ban.pdf' };
}
