import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EventStoreDBClient, jsonEvent, type JSONEventType, type ResolvedEvent } from '@eventstore/db-client';
import { type RunningNode, startNode } from '../../../apps/event-store/src/node';

export type Kind = 'memory' | 'disk';
export const kinds: readonly Kind[] = ['memory', 'disk'];

/** A node in this process and the one client of this process. The client cannot live twice in one process. */
export interface NodeUnderTest {
  readonly client: EventStoreDBClient;
  readonly node: RunningNode;
  readonly folder: string;
  /** Stops the node and starts it again on the same folder, with a new client. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

export async function startNodeUnderTest(kind: Kind): Promise<NodeUnderTest> {
  const folder = newFolder();
  const start = () => startNode(kind === 'disk' ? { dataDir: folder } : {});
  let node = await start();
  let client = connect(node.url);
  const leave = async () => {
    await client.dispose();
    await node.stop();
  };
  return {
    get client() {
      return client;
    },
    get node() {
      return node;
    },
    folder,
    async restart() {
      await leave();
      node = await start();
      client = connect(node.url);
    },
    async end() {
      await leave();
      rmSync(folder, { recursive: true });
    },
  };
}

export const connect = (url: string): EventStoreDBClient => EventStoreDBClient.connectionString(url);

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'event-store-'));

/** The built node, for tests that need a process of its own. */
export function builtEntry(): string {
  const entry = resolve(__dirname, '../../../dist/apps/event-store/src/main.js');
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
