import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedNode } from '@adapters/event-store';
import { provideNatsServer } from '@adapters/messaging/nats-server';
import { RemoteStore } from '../../apps/event-store/src/maintenance/remote-store';
import { PostgresServer } from '../conformance/read-store/postgres-server';
import type { Bench, Row, Sizes } from './bench';
import { oneHost, receivers } from './bus/receivers';
import { relay, relayLate, relayToMany } from './bus/relay';
import { visible } from './bus/visible';
import { contents } from './documents/contents';
import { inbox } from './documents/inbox';
import { issue as issueToMany } from './documents/issue';
import { longLists } from './documents/long-lists';
import { numbers } from './documents/numbers';
import { signatures } from './documents/signatures';
import { signedAgain } from './documents/signed-again';
import { contenders } from './dossiers/contenders';
import { handoffs } from './dossiers/handoffs';
import { intake } from './dossiers/intake';
import { long } from './dossiers/long';
import { closeClients } from './durable-appends';
import { growth } from './event-store/growth';
import { throughClient } from './event-store/through-client';
import { House, nodeEntry } from './house';
import { load, versions } from './machine';
import { appends, emmett, schemas } from './rows/appends';
import { crud, issue, offer } from './rows/commands';
import { holders } from './rows/holders';
import { log } from './rows/log';
import { memory } from './rows/memory';
import { outage, steady } from './rows/outage';
import { rebuild } from './rows/rebuild';
import { registers } from './rows/registers';
import { replay } from './rows/replay';
import { rights } from './rows/rights';
import { services } from './rows/services';
import { signedCaller } from './rows/signed-caller';
import { start } from './rows/start';
import { steadyMemory } from './rows/steady-memory';
import { transport } from './rows/transport';
import { visibility } from './rows/visibility';
import { Figures, type Line, writeRow } from './table';

/** A page of figures: its rows in order, and the folder whose docs hold it. */
interface Page {
  readonly rows: Readonly<Record<string, Row>>;
  readonly folder: string;
}

const productRows: Page['rows'] = {
  offer,
  issue,
  log,
  P2: visibility,
  P3: crud,
  P6: registers,
  P7: rebuild,
  P9: replay,
  P16: memory,
  holders,
  W: appends,
  tls: transport,
  rights,
  'signed-caller': signedCaller,
  schemas,
  emmett,
  P20: start,
  services,
  outage,
  steady,
  'steady-memory': steadyMemory,
};

const product: Page = { rows: productRows, folder: 'test/bench' };
/** Pages beside the one of the product, each called by the name of its folder. */
const pages: Readonly<Record<string, Page>> = {
  'event-store': { rows: { node: throughClient, growth }, folder: 'test/bench/event-store' },
  documents: {
    rows: {
      issue: issueToMany,
      numbers,
      inbox,
      contents,
      signatures,
      'long-lists': longLists,
      'signed-again': signedAgain,
    },
    folder: 'test/bench/documents',
  },
  dossiers: { rows: { handoffs, contenders, intake, long }, folder: 'test/bench/dossiers' },
  bus: {
    rows: {
      relay,
      'relay-to-many': relayToMany,
      'relay-late': relayLate,
      visible,
      receivers,
      'one-host': oneHost,
      'signed-caller': signedCaller,
    },
    folder: 'test/bench/bus',
  },
};

const known = ['--quick', '--write', '--store URL', '--gib N', '--events N', '--minutes N'];
/** Rows that want somebody to break something, a store that is not ours, or minutes of setting up: only by name. */
const onlyNamed: ReadonlySet<string> = new Set([
  'outage',
  'steady',
  'rights',
  'signed-caller',
  'holders',
  'services',
  'steady-memory',
]);
/** Rows that start the embedded node themselves: by its folder, in their own process, or beside parts of a house. */
const ofEmbedded: ReadonlySet<string> = new Set([
  ...['P20', 'tls', 'node', 'growth'],
  ...['relay', 'relay-to-many', 'relay-late', 'receivers', 'one-host'],
]);

/** Started once, when first asked for, and stopped at the end in reverse order. */
class Parts {
  private readonly closing: (() => Promise<void>)[] = [];

  once<T>(start: () => Promise<readonly [T, () => Promise<void>]>): () => Promise<T> {
    let started: Promise<T> | undefined;
    return () => {
      started ??= start().then(([part, close]) => {
        this.closing.push(close);
        return part;
      });
      return started;
    };
  }

  async close(): Promise<void> {
    for (const close of this.closing.splice(0).reverse()) await close();
  }
}

async function bareNode() {
  const dataDir = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const node = await startEmbeddedNode({ dataDir, entry: nodeEntry });
  const close = async () => {
    await closeClients();
    await node.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return [node.url, close] as const;
}

const houseOn = (given: string | undefined) => async () => {
  const started = await House.start(given);
  return [started, () => started.stop()] as const;
};

/** PostgreSQL as it comes, which waits for the disk at each commit; not as a house runs its own. */
const asInstalled = {
  ...{ synchronous_commit: 'on', wal_level: 'replica', max_wal_senders: '10' },
  ...{ shared_buffers: '128MB', max_wal_size: '1GB', min_wal_size: '80MB', max_connections: '100' },
  ...{ jit: 'on', max_parallel_workers_per_gather: '2', autovacuum_naptime: '1min' },
};

async function postgres() {
  const server = await PostgresServer.create(asInstalled);
  return [server.urlOf('postgres'), () => server.remove()] as const;
}

/** A row that fails tells so in its place; the others are still worth having. */
async function figuresOf(name: string, row: Row, bench: Bench): Promise<readonly Line[]> {
  try {
    return await row(bench);
  } catch (error) {
    bench.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
    return [{ row: name, what: 'failed', value: error instanceof Error ? error.message : String(error) }];
  }
}

interface Chosen {
  readonly rows: Page['rows'];
  readonly folder: string;
  readonly chosen: readonly string[];
  readonly isQuick: boolean;
  readonly isWritten: boolean;
  /** The store that was given. */
  readonly given: string | undefined;
  readonly sizes: Sizes;
}

/** @throws with one line that says what to do. */
function sizesIn(said: Readonly<Record<keyof Sizes, string | undefined>>): Sizes {
  const sizes = Object.entries(said).flatMap(([name, text]) => {
    if (text === undefined) return [];
    if (!(Number(text) > 0)) throw new Error(`--${name} ${text}: is not a number above 0`);
    return [[name, Number(text)]];
  });
  return Object.fromEntries(sizes) as Sizes;
}

/** Throws with one line that says what to do. */
function choose(words: readonly string[]): Chosen {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      ...{ quick: { type: 'boolean' }, write: { type: 'boolean' }, store: { type: 'string' } },
      ...{ gib: { type: 'string' }, events: { type: 'string' }, minutes: { type: 'string' } },
    },
  });
  const page = pages[positionals[0] ?? ''];
  const { rows, folder } = page ?? product;
  const named = page === undefined ? positionals : positionals.slice(1);
  const unknown = named.filter((name) => !(name in rows));
  if (unknown.length > 0)
    throw new Error(
      `no row ${unknown.join(', ')}; rows are ${Object.keys(rows).join(', ')}, options ${known.join(' ')}`,
    );
  const { store: given, quick: isQuick = false, write: isWritten = false, gib, events, minutes } = values;
  const embedded = named.filter((name) => ofEmbedded.has(name));
  if (given !== undefined && embedded.length > 0)
    throw new Error(`${embedded.join(', ')}: starts the embedded node itself; leave it out with --store`);
  if (given !== undefined && isWritten)
    throw new Error('--write keeps the figures of the embedded node; leave it out with --store');
  const sizes = sizesIn({ gib, events, minutes });
  const able = Object.keys(rows).filter((name) => given === undefined || !ofEmbedded.has(name));
  const all = able.filter((name) => !onlyNamed.has(name));
  return { rows, folder, chosen: named.length > 0 ? named : all, isQuick, isWritten, given, sizes };
}

/** What a row says of the store it was measured on. */
async function nameOf(given: string | undefined): Promise<string> {
  if (given === undefined) return 'the embedded node';
  const store = RemoteStore.connect(given);
  const version = await store.serverVersion();
  await store.close();
  return `${version} at ${store.place}`;
}

async function main(): Promise<void> {
  const { rows, folder, chosen, isQuick, isWritten, given, sizes } = choose(process.argv.slice(2));
  const storeName = await nameOf(given);
  const parts = new Parts();
  const embedded = parts.once(bareNode);
  const bench: Bench = {
    isQuick,
    sizes,
    pairs: isQuick ? 1 : 5,
    sliceMs: isQuick ? 500 : 2_000,
    house: parts.once(houseOn(given)),
    bareNode: embedded,
    store: () => (given === undefined ? embedded() : Promise.resolve(given)),
    given,
    postgres: parts.once(postgres),
    say: (text) => void process.stderr.write(`${text}\n`),
  };
  const measured = Figures.empty();
  const names = Object.keys(rows);
  const made = await madeWith();
  try {
    for (const [name, row] of Object.entries(rows)) {
      if (!chosen.includes(name)) continue;
      const [started, loadBefore] = [performance.now(), load()];
      const figures = (await figuresOf(name, row, bench)).map((line) =>
        given === undefined ? line : { ...line, what: `${line.what}, on ${storeName}` },
      );
      for (const { what, value, ratio = '' } of figures) bench.say(`  ${what}: ${value} ${ratio}`);
      bench.say(`${name}: ${Math.round((performance.now() - started) / 1000)} s, load average ${load()}`);
      measured.put(name, figures, `on ${storeName}; load average ${loadBefore} before, ${load()} after`);
      // Row by row, so that a run that is broken off leaves what it has measured.
      const note = `on ${storeName}; ${bench.pairs} pairs of ${bench.sliceMs / 1000} s; ${made}`;
      if (isWritten)
        await writeRow(join(process.cwd(), folder, 'docs', 'figures.md'), names, [name, figures, note]);
    }
  } finally {
    await parts.close();
  }
  process.stdout.write(`${measured.markdown(names)}\n${made}\n`);
}

async function madeWith(): Promise<string> {
  const { version } = await provideNatsServer();
  return versions(process.cwd(), version);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
