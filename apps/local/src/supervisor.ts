import { join, resolve } from 'node:path';
import { startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { makeBusKeys, readBusKeys } from '@adapters/messaging';
import {
  cacheFolder,
  openOwnOperator,
  type OwnOperator,
  startNatsServer,
} from '@adapters/messaging/nats-server';
import { startPostgresServer } from '@adapters/read-store/postgres-server';
import { configuration } from '@runtime/configuration';
import type { LocalArguments } from './arguments';
import { closeDataFolder, type DataFolder, openDataFolder } from './data-folder';
import { assertPortFree } from './free-port';
import { untilUsable } from './given-store';
import { KeptServer, type Server, type ServerStart } from './kept-server';
import { KeptService } from './kept-service';
import { assertOwnStore, noteOwnStore } from './own-store';
import { untilReady } from './readiness';
import { hasRoom } from './room-on-disk';
import { removeRowsOfBefore } from './rows-of-before';
import { removeRunFile, writeRunFile } from './run-file';
import { LogBook } from './service-log';
import { programs, type Servers, serviceEnvironment, stopOrder } from './services';
import { StartRefused } from './start-refused';

const readyLimitMs = 60_000;
/**
 * When, after the stop began, each group of parts is killed that has not ended by itself; decision: SIGKILL after 8
 * s.
 */
const stopLimitsMs = { services: [2_500, 6_000, 7_000], busAndRows: 7_500, store: 8_000 } as const;

export interface House {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly dataFolder: DataFolder;
  readonly servers: Servers;
}

export interface SupervisorOptions {
  readonly args: LocalArguments;
  readonly environment: NodeJS.ProcessEnv;
  /** Folder with the compiled `apps` and `libs`. */
  readonly dist: string;
  readonly print: (line: string) => void;
  /** Called when a part that was up cannot be brought back. */
  readonly onGivenUp: (reason: Error) => void;
}

/** Starts the parts in order, keeps them running, and stops them in order. The only process that Ctrl-C reaches. */
export class Supervisor {
  private folder: DataFolder | undefined;
  private logs: LogBook | undefined;
  private eventStore: KeptServer | undefined;
  private nats: KeptServer | undefined;
  private postgres: KeptServer | undefined;
  private services: readonly KeptService[] = [];
  private opening: Promise<DataFolder> | undefined;
  private runFile: string | undefined;
  private noted: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private operator: OwnOperator | undefined;

  constructor(private readonly options: SupervisorOptions) {}

  /**
   * Resolves when the gateway answers that all is ready. Throws `StartRefused`; whatever was started is then still to
   * be stopped.
   */
  async start(): Promise<House> {
    const { args, environment, print } = this.options;
    const given = environment['EVENTSTORE_URL'];
    if (given) {
      await untilUsable(given, { signal: this.stopping.signal, print });
      await assertOwnStore(args.dataFolder, given, this.stopping.signal);
    }
    this.carryOn();
    this.opening = openDataFolder(args.dataFolder);
    this.folder = await this.opening;
    this.carryOn();
    await assertPortFree(args.port);
    this.logs = await LogBook.open(this.folder.logs, this.options.print);
    this.carryOn();
    const servers = await this.startServers(this.folder, this.logs);
    this.carryOn();
    const address = await this.startServices(this.logs, this.folder.logs, servers);
    await untilReady(address, {
      servers,
      limitMs: readyLimitMs,
      signal: this.stopping.signal,
      onCatchingUp: () => this.options.print('The read models are catching up with the store …'),
    });
    await noteOwnStore(this.folder.path, servers.eventStoreUrl, this.stopping.signal);
    return { address, dataFolder: this.folder, servers };
  }

  /** Lets tools of this machine find the running house by its port. Resolves the file that tells them. */
  async announce({ address, servers }: House, operatorToken: string | undefined): Promise<string> {
    this.carryOn();
    const { eventStoreUrl: _, databaseUrl: __, ...nats } = servers;
    const token = operatorToken === undefined ? {} : { operatorToken };
    const dataFolder = this.options.args.dataFolder;
    const port = Number(new URL(address).port);
    const { carriedAgencies } = configuration(this.options.environment);
    const content = { address, pid: process.pid, dataFolder, ...token, carriedAgencies, ...nats };
    return (this.runFile = await writeRunFile(cacheFolder(this.options.environment), port, content));
  }

  /**
   * Listeners first, then services, then what works off facts, then bus and rows, then the store. Resolves within 9 s.
   */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    this.logs?.quiet();
    const begun = performance.now();
    const left = (limitMs: number): number => limitMs - (performance.now() - begun);
    if (this.runFile !== undefined) await removeRunFile(this.runFile);
    for (const [index, names] of stopOrder.entries()) {
      const group = this.services.filter(({ name }) => (names as readonly string[]).includes(name));
      await Promise.all(group.map((service) => service.stop(left(stopLimitsMs.services[index] ?? 0))));
    }
    await Promise.all(
      [this.nats, this.postgres].map(async (part) => part?.stop(left(stopLimitsMs.busAndRows))),
    );
    await this.eventStore?.stop(left(stopLimitsMs.store));
    await this.noted;
    await this.logs?.close();
    // A start that is called off at its first step may only now come to hold the folder.
    const folder = await this.opening?.catch(() => undefined);
    if (folder) await closeDataFolder(folder);
  }

  /** None of them needs another one. */
  private async startServers(folder: DataFolder, logs: LogBook): Promise<Servers> {
    const busKeysFile = await this.busKeys(folder);
    const [eventStoreUrl, natsUrl, databaseUrl] = await Promise.all([
      this.startEventStore(folder, logs),
      this.startNats(folder, logs),
      this.startPostgres(folder, logs),
    ]);
    return { eventStoreUrl, natsUrl, databaseUrl, ...this.natsCredentials(), busKeysFile };
  }

  private async startEventStore(folder: DataFolder, logs: LogBook): Promise<string> {
    const given = this.options.environment['EVENTSTORE_URL'];
    if (given) return given;
    const start = ({ before, onExit }: ServerStart): Promise<Server> =>
      startEmbeddedNode({
        dataDir: folder.eventStore,
        ...(before && { inPlaceOf: before.url }),
        onExit: (code, signal) => onExit(`${signal ?? `code ${code}`}, see ${folder.logs}`),
        onLog: (line) => logs.kept('event-store', line),
      });
    this.eventStore = new KeptServer('event-store', start, { logs, onChange: () => this.note() });
    return this.eventStore.start().catch((error: unknown) => {
      throw refusal('The event store', error);
    });
  }

  private async startNats(folder: DataFolder, logs: LogBook): Promise<string> {
    const given = this.options.environment['NATS_URL'];
    if (given) return given;
    const operator = (this.operator = await openOwnOperator(folder.natsKeys));
    // Called off meanwhile, the start would bring up a server that nobody stops any more.
    this.carryOn();
    const start = async ({ before, onExit }: ServerStart): Promise<Server> => {
      const server = await startNatsServer({
        storeDir: folder.jetstream,
        logFile: natsLogIn(folder),
        operator,
        signal: this.stopping.signal,
        ...portOf(before),
        onExit: ({ lastLog }) => onExit(lastLog),
      });
      // JetStream goes or hangs with a full disk; while that is full a new start would not bring it back.
      const isAnswering = async (limitMs: number) =>
        (await server.hasJetStream(limitMs)) || !(await hasRoom(folder.jetstream));
      return { ...server, isAnswering };
    };
    this.nats = new KeptServer('nats-server', start, { logs, onChange: () => this.note() });
    return this.nats.start().catch((error: unknown) => {
      throw refusal('The bus', error);
    });
  }

  private async startPostgres(folder: DataFolder, logs: LogBook): Promise<string> {
    const given = this.options.environment['DATABASE_URL'];
    if (given) return given;
    const { environment, print } = this.options;
    const start = async ({ before, onExit }: ServerStart): Promise<Server> => {
      await removeRowsOfBefore(folder.path, print);
      const server = await startPostgresServer({
        folder: folder.postgres,
        search: { cache: cacheFolder(environment), signal: this.stopping.signal },
        inPlaceOf: before?.url,
        onExit,
        onLog: (line) => logs.kept('postgres', line),
        onRemoved: (why) => logs.say('postgres', 'warn', why),
      });
      // On a full disk it may come and go; while that is full a new start would not mend it.
      const isAnswering = async (limitMs: number) =>
        (await server.isAnswering(limitMs)) || !(await hasRoom(folder.postgres));
      return { ...server, isAnswering };
    };
    this.postgres = new KeptServer('postgres', start, { logs, onChange: () => this.note() });
    return this.postgres.start().catch((error: unknown) => {
      throw refusal('The database of the read models', error);
    });
  }

  /** Those of the server started here, or what the environment says for somebody else's. */
  private natsCredentials(): Pick<Servers, 'natsUser' | 'natsPassword' | 'natsCreds'> {
    if (this.operator) return { natsCreds: this.operator.servicesCreds };
    const given = this.options.environment;
    const {
      LIENTHONG_NATS_USER: user,
      LIENTHONG_NATS_PASSWORD: password,
      LIENTHONG_NATS_CREDS: creds,
    } = given;
    return {
      ...(user && { natsUser: user }),
      ...(password && { natsPassword: password }),
      ...(creds && { natsCreds: creds }),
    };
  }

  /** Those of the data folder, made at its first start, or of the file that the environment names. */
  private async busKeys(folder: DataFolder): Promise<string> {
    const given = this.options.environment['LIENTHONG_BUS_KEYS_FILE'];
    const file = given ? resolve(given) : join(folder.identity, 'bus-keys');
    try {
      if (!given) await makeBusKeys(file);
      await readBusKeys(file);
      return file;
    } catch (error) {
      throw refusal('The bus', error);
    }
  }

  private async startServices(logs: LogBook, logFolder: string, servers: Servers): Promise<string> {
    const { args, dist, environment, onGivenUp } = this.options;
    const { folder } = this;
    const ofOurNats = this.operator &&
      folder && { natsKeysDir: folder.natsKeys, natsLogFile: natsLogIn(folder) };
    const env = serviceEnvironment(environment, { ...args, logFolder, ...ofOurNats }, servers);
    const isDiskFull = async () => !(await hasRoom(args.dataFolder));
    const keeper = { logs, onChange: () => this.note(), onGivenUp, isDiskFull };
    this.services = programs(dist, args, env).map((program) => new KeptService(program, keeper));
    const handshakes = await Promise.all(this.services.map((service) => service.start()));
    this.carryOn();
    const address = handshakes.find((handshake) => handshake.address !== undefined)?.address;
    if (address === undefined) throw new StartRefused('No service said at which address the gateway listens');
    // Listening on every interface is no address to ask at.
    return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  }

  private note(): void {
    const parts = [this.eventStore, this.nats, this.postgres, ...this.services];
    const pids = parts.map((part) => part?.pid).filter((pid) => pid !== undefined);
    this.noted = this.noted.then(() => this.folder?.lock.note(pids)).catch(() => undefined);
  }

  private carryOn(): void {
    if (this.stopping.signal.aborted) throw new StartRefused('The start was called off');
  }
}

const natsLogIn = ({ logs }: DataFolder): string => join(logs, 'nats-server.log');

function portOf(before: Server | undefined): { port?: number } {
  return before === undefined
    ? {}
    : { port: Number(/:(\d+)/.exec(before.url.slice(before.url.indexOf('://') + 3))?.[1]) };
}

function refusal(part: string, error: unknown): StartRefused {
  if (error instanceof StartRefused) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StartRefused(
    /^No (nats-server|PostgreSQL):/.test(message) ? message : `${part} cannot start: ${message}`,
    {
      cause: error,
    },
  );
}
