import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { type EventStoreDBClient } from '@eventstore/db-client';
import { type EmbeddedNode, startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { runCommand } from '../../../apps/event-store/src/maintenance/commands';
import { type CopiedEvent } from '../../../apps/event-store/src/maintenance/copied-event';
import { RemoteStore } from '../../../apps/event-store/src/maintenance/remote-store';
import { startNode } from '../../../apps/event-store/src/node';
import { type CertificateFiles, makeCertificates } from './certificates';
import { all, builtEntry, connect, newFolder } from './node-under-test';

const folders: string[] = [];
const nodes: EmbeddedNode[] = [];
const closing: (() => Promise<void>)[] = [];

/** What is to be ended after the test, before its nodes are. */
export const closeLater = (close: () => Promise<void>): void => void closing.push(close);

/** To be called after each test. */
export async function endAll(): Promise<void> {
  for (const close of closing.splice(0)) await close();
  for (const node of nodes.splice(0)) await node.stop();
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
}

export const folder = (): string => {
  const made = newFolder();
  folders.push(made);
  return made;
};

/** A node is a process of its own: lmdb does not open one file twice in a process. */
export async function nodeOn(
  dataDir: string,
  how: { inPlaceOf?: string; insecure?: boolean } = {},
): Promise<EmbeddedNode> {
  const node = await startEmbeddedNode({ dataDir, ...how, entry: builtEntry() });
  nodes.push(node);
  return node;
}

export interface SecuredNode extends CertificateFiles {
  readonly port: number;
  readonly user: { readonly name: string; readonly password: string };
}

/** A node in memory that speaks TLS and has a user. */
export async function securedNode(): Promise<SecuredNode> {
  const files = await makeCertificates(folder());
  const user = { name: 'admin', password: 'mật:khẩu' };
  const node = await startNode({ security: { ...files, user } });
  closeLater(() => node.stop());
  return { ...files, port: node.port, user };
}

/** A port on which nothing listens. */
export function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  return new Promise((resolvePort) =>
    server.once('listening', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolvePort(port));
    }),
  );
}

export function clientOf({ url }: EmbeddedNode): EventStoreDBClient {
  const client = connect(url);
  closing.push(() => client.dispose());
  return client;
}

export interface Answer {
  readonly code: number;
  readonly said: string;
  readonly told: string;
}

export const run = (...args: string[]): Promise<Answer> => runAsked(undefined, ...args);

/** The same with somebody at the terminal who gives these answers; undefined when nobody sits there. */
export async function runAsked(answers: readonly string[] | undefined, ...args: string[]): Promise<Answer> {
  const left = [...(answers ?? [])];
  const [said, told]: [string[], string[]] = [[], []];
  const terminal = {
    say: (line: string): void => void said.push(line),
    tellProgress: (line: string): void => void told.push(line),
    ...(answers === undefined ? {} : { ask: () => Promise.resolve(left.shift() ?? '') }),
  };
  return { code: await runCommand(args, terminal), said: said.join('\n'), told: told.join('\n') };
}

export type Content = Omit<CopiedEvent, 'place' | 'createdMs'>;

/** All that a node holds, but where and when it took it. */
export const contentOf = async (url: string): Promise<Content[]> => {
  const store = RemoteStore.connect(url);
  const events = (await all(store.readAll())).map(({ place: _, createdMs: __, ...event }) => event);
  await store.close();
  return events;
};

export function flipBitIn(path: string, text: string): void {
  const file = readFileSync(path);
  expect(file.includes(text)).toBe(true);
  for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) {
    file.writeUInt8(file.readUInt8(at) ^ 1, at);
  }
  writeFileSync(path, file);
}

/** The commands as an operator calls them. */
export function start(...args: string[]): { child: ChildProcess; ended: Promise<Answer> } {
  const entry = resolve(builtEntry(), '../maintenance/maintenance.main.js');
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, told]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk.toString()));
  const ended = new Promise<Answer>((gone) =>
    child.once('close', (code) => gone({ code: code ?? -1, said: said.join(''), told: told.join('') })),
  );
  return { child, ended };
}
