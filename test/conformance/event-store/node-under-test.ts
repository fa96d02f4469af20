import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  type JSONEventType,
  type Position,
  type ResolvedEvent,
  START,
} from '@eventstore/db-client';
import { type CallCredentials, type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';
import { type NodeOptions, type RunningNode, startNode } from '../../../apps/event-store/src/node';
import { OwnAccess } from '../../../apps/event-store/src/own-access';
import { type ServerLine } from '../../../apps/event-store/src/server-ways';

/** Where the rules are tried: our node in memory and on disk, or the node whose address was given. */
export type Kind = 'memory' | 'disk' | 'address';
export const givenAddress = process.env['CONFORMANCE_ADDRESS'];
export const kinds: readonly Kind[] = givenAddress === undefined ? ['memory', 'disk'] : ['address'];

/**
 * Our node has the ways of one line in memory and those of the other on disk, so both are tried at no cost. So are both
 * ways to it: the one on disk speaks TLS and has a user, the one in memory is told to let anyone in.
 */
const lines = { memory: '23.10', disk: '24.2' } as const;

/** Whose ways a node has by what it tells: every line after 24.2 has those of 24.2. */
async function lineAt(client: EventStoreDBClient): Promise<ServerLine> {
  const door = client as unknown as { readonly capabilities: Promise<{ readonly serverVersion: string }> };
  const { serverVersion } = await door.capabilities;
  return /^(2[0-2]|23)\./.test(serverVersion) ? '23.10' : '24.2';
}

/**
 * For what only a node of our own can show: its process is killed, its clock or files are touched, it is alone with
 * the test, or it is stricter than the contract. With an address these are left out, and the run lists each by name.
 */
export const ourNode = {
  describe: givenAddress === undefined ? describe : describe.skip,
  it: givenAddress === undefined ? it : it.skip,
};

/** A test asked for the process behind an address; only `ourNode` tests may. */
class NeedsOurNode extends Error {
  constructor(what: string) {
    super(`${what} needs a node of our own: write the test with ourNode.it or ourNode.describe.`);
    this.name = 'NeedsOurNode';
  }
}

/** A node in this process and the one client of this process. The client cannot live twice in one process. */
export interface NodeUnderTest {
  readonly client: EventStoreDBClient;
  readonly url: string;
  /** Whose ways it has: rules whose right answer depends on it name both. */
  readonly line: ServerLine;
  readonly node: RunningNode;
  readonly folder: string;
  /** Stops the node and starts it again on the same folder, with a new client. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

export async function startNodeUnderTest(kind: Kind): Promise<NodeUnderTest> {
  if (givenAddress !== undefined) {
    if (kind !== 'address') throw new NeedsOurNode(`A node ${kind === 'disk' ? 'on disk' : 'in memory'}`);
    return nodeAt(givenAddress);
  }
  const folder = newFolder();
  const line = lines[kind === 'disk' ? 'disk' : 'memory'];
  const options: NodeOptions =
    kind === 'disk'
      ? { dataDir: folder, as: line, security: { access: await knownAccess(folder) } }
      : { as: line, security: 'insecure' };
  const start = () => startNode(options);
  let node = await start();
  let client = connect(connectionStringOf(node));
  const leave = async () => {
    await client.dispose();
    await node.stop();
  };
  return {
    get client() {
      return client;
    },
    get url() {
      return connectionStringOf(node);
    },
    get node() {
      return node;
    },
    line,
    folder,
    async restart() {
      await leave();
      node = await start();
      client = connect(connectionStringOf(node));
    },
    async end() {
      await leave();
      rmSync(folder, { recursive: true });
    },
  };
}

/** An access with the password that tests know. */
async function knownAccess(dataDir: string): Promise<string> {
  const { folder } = await OwnAccess.make(dataDir, []);
  writeFileSync(join(folder, 'password'), callCredentials().password);
  return folder;
}

/** What opens a node, by its own account or by its handshake. */
export const connectionStringOf = (node: Pick<RunningNode, 'url' | 'connectionStringFile'>): string =>
  node.connectionStringFile === undefined ? node.url : readFileSync(node.connectionStringFile, 'utf8').trim();

/** A node that the tests of a block share: started before the first of them, ended after the last. */
export function nodeOfBlock(kind: Kind) {
  let tested: NodeUnderTest;
  beforeAll(async () => {
    tested = await startNodeUnderTest(kind);
  });
  afterAll(() => tested.end());
  return {
    get client() {
      return tested.client;
    },
    get url() {
      return tested.url;
    },
    get line() {
      return tested.line;
    },
    get node() {
      return tested.node;
    },
    /** Appends one event for each number, together. */
    write: (stream: string, ...ns: number[]) =>
      tested.client.appendToStream(
        stream,
        ns.map((n) => noted(n)),
      ),
  };
}

async function nodeAt(url: string): Promise<NodeUnderTest> {
  const client = connect(url);
  return {
    client,
    url,
    line: await lineAt(client),
    get node(): RunningNode {
      throw new NeedsOurNode('The inside of the node');
    },
    get folder(): string {
      throw new NeedsOurNode('The folder of the node');
    },
    restart: () => Promise.reject(new NeedsOurNode('A restart')),
    end: () => client.dispose(),
  };
}

/** Where a bare generated stub finds the node of a connection string, and how it speaks to it. */
export function channelTo(url: string): [address: string, credentials: ChannelCredentials] {
  const { host, username, searchParams } = new URL(url.replace(/^esdb(\+discover)?:/, 'http:'));
  if (searchParams.get('tls') === 'false') return [host, credentials.createInsecure()];
  const authority = searchParams.get('tlsCAFile');
  const secure = credentials.createSsl(authority === null ? null : readFileSync(authority));
  const login = () => basicCredentials(loginOf(url));
  return [host, username === '' ? secure : credentials.combineChannelCredentials(secure, login())];
}

function basicCredentials({ username, password }: Login): CallCredentials {
  const metadata = new Metadata();
  metadata.set('authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
  return credentials.createFromMetadataGenerator((_, answer) => answer(null, metadata));
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Who a connection string says that one is; without a word those that a new node has. */
export function loginOf(url: string): Login {
  const [, username = 'admin', password = 'changeit'] = /\/\/([^:@/]+):([^@/]+)@/.exec(url) ?? [];
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** Credentials of single calls: those in the address, or those a new node has. Over plain TCP nobody sends them. */
export const callCredentials = (): Login => loginOf(givenAddress ?? '');

export const connect = (url: string): EventStoreDBClient => EventStoreDBClient.connectionString(url);

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'event-store-'));

/** The built node, for tests that need a process of its own; the fault suite brings a build of its own. */
export function builtEntry(): string {
  const dist = process.env['FAULT_DIST'] ?? resolve(__dirname, '../../../dist');
  const entry = join(dist, 'apps', 'event-store', 'src', 'main.js');
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run npm run build before these tests.`);
  return entry;
}

export interface Noted extends JSONEventType {
  readonly type: string;
  readonly data: { readonly n: number; readonly text?: string };
}

export const noted = (n: number, type = 'Noted', id: string = randomUUID(), text?: string) =>
  jsonEvent<Noted>({ id, type, data: text === undefined ? { n } : { n, text } });

export const newStream = (category = 'note'): string => `${category}-${randomUUID()}`;

export async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Where `$all` ends now: what a test wrote comes after it, whatever else the node holds. */
export async function endOfAll(client: EventStoreDBClient): Promise<Position | typeof START> {
  const [last] = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
  return last?.event?.position ?? START;
}

/** What these streams hold of a read of `$all`; other writers of the same node are left out. */
export const ofStreams = (events: readonly ResolvedEvent[], ...streams: string[]): ResolvedEvent[] =>
  events.filter(({ event }) => event !== undefined && streams.includes(event.streamId));

export const numbers = (events: readonly ResolvedEvent[]): number[] =>
  events.map(({ event }) => (event?.data as { n: number }).n);

/** What a promise rejected with; fails when it did not reject. */
export async function refusal(work: Promise<unknown>): Promise<Record<string, unknown>> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome === undefined) throw new Error('The call was expected to fail, and succeeded.');
  return outcome as Record<string, unknown>;
}

/** Collects what a subscription tells and lets a test wait for a fact instead of a time. */
export class Heard {
  readonly facts: string[] = [];
  private readonly waiting = new Set<() => void>();

  note(fact: string): void {
    this.facts.push(fact);
    for (const check of [...this.waiting]) check();
  }

  count(prefix: string): number {
    return this.facts.filter((fact) => fact.startsWith(prefix)).length;
  }

  until(holds: (facts: readonly string[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds(this.facts)) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }

  has(fact: string): Promise<void> {
    return this.until((facts) => facts.includes(fact));
  }
}
