import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalIssuer } from '@adapters/identity';
import type { NatsAddress } from '@adapters/messaging';
import type { Role } from '@domain/codes';
import { freePort } from '../flows/free-port';
import { freeze } from '../flows/freeze';
import { House } from '../flows/house';
import { officerId } from '../flows/province';

/** A process of the house, by the command line it runs under. */
const programs = {
  directory: /apps\/directory\/src\/main\.js/,
  exchange: /apps\/exchange\/src\/main\.js/,
  dossiers: /apps\/dossiers\/src\/main\.js/,
  'read-models': /apps\/read-models\/src\/main\.js/,
  bus: /apps\/bus\/src\/main\.js/,
  audit: /apps\/audit\/src\/main\.js/,
  gateway: /apps\/gateway\/src\/main\.js/,
  'event-store': /apps\/event-store\/src\/main\.js/,
  'nats-server': /^(?!\/bin\/sh).*nats-server -c /,
  postgres: /^(?!\/bin\/sh).*\bpostgres -D /,
} as const;
export type Part = keyof typeof programs;
export const parts = Object.keys(programs) as readonly Part[];

export interface FaultHouseOptions {
  /** Folder it was compiled into; default: that of the fault suite, in other suites `npm start`. */
  readonly dist?: string | undefined;
  /** Where its folder is made; default: the system's folder for what lasts a while. */
  readonly parent?: string;
  /** Variables of its processes, given the folder that `file` names files in. */
  readonly env?: (folder: string) => NodeJS.ProcessEnv;
}

/** The supervised system, one process per app, on a folder of its own, with a grip on each of its processes. */
export class FaultHouse {
  private house: House | undefined;
  private issuer: LocalIssuer | undefined;
  private readonly tokens = new Map<string, Promise<string>>();
  /** Of the running start. */
  address = '';

  private constructor(
    private readonly folder: string,
    /** One for all starts: a gateway that comes back is found where it was. */
    private readonly port: number,
    private readonly options: FaultHouseOptions,
  ) {}

  static async start(options: FaultHouseOptions = {}): Promise<FaultHouse> {
    const folder = await mkdtemp(join(options.parent ?? tmpdir(), 'lienthong-fault-'));
    const house = new FaultHouse(folder, await freePort(), options);
    await house.begin();
    return house;
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  /** For what a test keeps beside the data. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** What it printed, for a test that failed. */
  get said(): string {
    return `${this.house?.output ?? ''}${this.house?.complaint ?? ''}`;
  }

  /** A start on the folder, resolved when all is ready. */
  async begin(): Promise<void> {
    this.house = this.another();
    const [, address = ''] = await this.house.printed(/Ready: (http:\/\/127\.0\.0\.1:\d+)/);
    this.address = address;
    this.issuer = await LocalIssuer.open(join(this.dataFolder, 'identity'));
  }

  /**
   * A start whose event store hangs for `forMs`, from `atMs` after it runs on; resolved when all is ready. False when
   * all was ready before.
   */
  async beginFrozen(atMs: number, forMs: number): Promise<boolean> {
    let isReady = false;
    const ready = this.begin().then(() => (isReady = true));
    ready.catch(() => undefined);
    while (!(await this.pidOf('event-store').catch(() => undefined))) await pause(10);
    await pause(atMs);
    if (isReady) return false;
    await this.freeze('event-store');
    await pause(forMs);
    await this.signal('event-store', 'SIGCONT');
    await ready;
    return true;
  }

  /** One more start on the same folder; the caller ends it. */
  another(): House {
    const { dist = process.env['FAULT_DIST'], env } = this.options;
    return new House({
      args: ['--data', this.dataFolder, '--port', String(this.port), '--services', '--empty'],
      ...(dist !== undefined && { entry: join(dist, 'apps', 'local', 'src', 'main.js') }),
      ...(env !== undefined && { env: env(this.folder) }),
    });
  }

  /** Ctrl-C, and everything is gone. */
  async end(): Promise<void> {
    this.house?.signal('SIGINT');
    await this.house?.end();
    await this.house?.nothingLeft();
  }

  /** For the end of a test, however it went. */
  async clear(): Promise<void> {
    await this.house?.clear();
    await this.house?.nothingLeft();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Sends a signal to a part; resolves the pid it had. */
  async signal(part: Part, signal: NodeJS.Signals): Promise<number> {
    const pid = await this.pidOf(part);
    process.kill(pid, signal);
    return pid;
  }

  /** A part that hangs until SIGCONT. */
  async freeze(part: Part): Promise<void> {
    await freeze(await this.pidOf(part));
  }

  /** Kills a part and waits until the supervisor has brought it back; all of it may not be ready yet. */
  async kill(part: Part): Promise<void> {
    const before = await this.signal(part, 'SIGKILL');
    await this.isBack(part, before);
  }

  async isBack(part: Part, before: number): Promise<void> {
    for (;;) {
      const pid = await this.pidOf(part).catch(() => before);
      if (pid !== before) return;
      await pause(50);
    }
  }

  /** Kills everything, the supervisor first, as a power cut of the processes does. */
  async killAll(): Promise<void> {
    this.house?.signal('SIGKILL');
    await this.house?.clear();
    await this.house?.nothingLeft();
  }

  /** Waits until every part says that it is ready. */
  async ready(): Promise<void> {
    while (!(await this.isReady())) await pause(100);
  }

  async isReady(): Promise<boolean> {
    const asked = fetch(`${this.address}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const answer = await asked.catch(() => undefined);
    await answer?.text();
    return answer?.status === 200;
  }

  token(agency: string, role: Role): Promise<string> {
    const sub = officerId(role, agency);
    const issued = this.tokens.get(sub) ?? this.issued({ sub, agency, roles: [role] });
    this.tokens.set(sub, issued);
    return issued;
  }

  /** How to reach the store and the bus of the running start. */
  async servers(): Promise<{ store: string; nats: NatsAddress }> {
    const environment = await readFile(`/proc/${await this.pidOf('exchange')}/environ`, 'utf8');
    const value = (name: string) => new RegExp(`(?:^|\\0)${name}=([^\\0]*)`).exec(environment)?.[1] ?? '';
    // A server that is not of the house's own making may ask for none.
    const creds = value('LIENTHONG_NATS_CREDS') || undefined;
    return { store: value('EVENTSTORE_URL'), nats: { url: value('NATS_URL'), creds } };
  }

  private async issued(claims: { sub: string; agency: string; roles: readonly string[] }): Promise<string> {
    if (this.issuer === undefined) throw new Error('the house was not started');
    return this.issuer.issue(claims);
  }

  private async pidOf(part: Part): Promise<number> {
    const [pid] = (await this.house?.processesOf(programs[part])) ?? [];
    if (pid === undefined) throw new Error(`${part} does not run`);
    return pid;
  }
}
