import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoredEvent } from '@adapters/event-store';
import { connectNats, publicStreamName } from '@adapters/messaging';
import type { SystemDetails, SystemKeyIssued, WebhookSubscribed } from '@contracts';
import type { Role } from '@domain/codes';
import { feedOf } from '../flows/feed-of';
import { systemOf } from '../flows/valid-systems';
import type { Receiver } from '../webhooks/receivers';
import type { FaultHouse } from './fault-house';
import { type Came, keptOf, keptWhole, type ToldEvent } from './feed-invariants';
import type { Violation } from './invariants';
import type { Load } from './load';

/** One line of what a system keeps of an agency. */
export interface Learnt {
  readonly took?: ToldEvent;
  readonly gap?: { readonly after: number; readonly before: number };
  readonly lost?: { readonly after: number };
}

interface Registration {
  readonly owner: string;
  readonly readsFor: readonly string[];
  /** Whether it looks whether what it has still stands, and reads on, before it hears messages. */
  readonly asksFirst?: boolean;
}

type Program = ChildProcessByStdio<null, Readable, Readable>;
type Access = Pick<SystemDetails, 'inboxPrefix' | 'apiPrefix' | 'consumers'> & { readonly creds: string };

const lookMs = 50;

/** A system of an integrator with a key of its own; its program is started and killed as a test likes. */
export class Integrator {
  private child: Program | undefined;
  private complaint = '';

  private constructor(
    private readonly house: FaultHouse,
    private readonly folder: string,
    private readonly registration: Registration,
    private readonly access: Access,
  ) {}

  /** Registered by the leader of its owner, approved, and given a key. */
  static async register(house: FaultHouse, load: Load, registration: Registration): Promise<Integrator> {
    const { owner, readsFor } = registration;
    const body = { ...systemOf(owner), readsFor };
    const { systemId } = await said<{ systemId: string }>(load, [owner, 'Leader'], '/systems', body);
    await said(load, ['H99', 'Operator'], `/systems/${systemId}/approval`);
    const { creds } = await said<SystemKeyIssued>(load, [owner, 'Leader'], `/systems/${systemId}/keys`);
    const shown = await load.ask(owner, 'Leader', 'GET', `/systems/${systemId}`);
    const { inboxPrefix, apiPrefix, consumers } = shown?.body as unknown as SystemDetails;
    const folder = house.file(`system-${systemId}`);
    await mkdir(folder);
    const access = { inboxPrefix, apiPrefix, consumers, creds: creds ?? '' };
    return new Integrator(house, folder, registration, access);
  }

  /** On what it kept so far, at the house as it runs now. */
  async start(): Promise<void> {
    const { readsFor, asksFirst = false } = this.registration;
    const { folder } = this;
    const { address } = this.house;
    const { url: servers } = (await this.house.servers()).nats;
    const issued = readsFor.map(async (agency) => [agency, await this.house.token(agency, 'Clerk')] as const);
    const tokens = Object.fromEntries(await Promise.all(issued));
    const file = join(folder, 'settings.json');
    await writeFile(file, JSON.stringify({ ...this.access, servers, address, tokens, folder, asksFirst }));
    const program = [join(__dirname, 'integrator-program.cjs'), file];
    const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (this.complaint += chunk.toString()));
    this.child = child;
  }

  /** Resolves with the next thing it keeps. Throws when it ended by itself. */
  async keepsSomething(): Promise<void> {
    const { child } = this;
    if (child === undefined) throw new Error('it was not started');
    const ended = once(child, 'exit').then(() => {
      throw new Error(`a system ended: ${this.complaint}`);
    });
    await Promise.race([once(child.stdout, 'data'), ended]);
  }

  /** SIGKILL; nothing when it does not run. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Resolves when it keeps the newest of each agency that the store has. */
  async hasAll(events: readonly StoredEvent[]): Promise<void> {
    this.child?.stdout.resume();
    const feed = await feedOf(events);
    for (const agency of this.registration.readsFor) {
      const newest = feed.findLast((entry) => entry.agency === agency)?.eventId;
      await this.until(agency, (learnt) => keptIn(learnt).at(-1)?.id === newest);
    }
  }

  /** Resolves when the stream holds nothing for it that it did not acknowledge. */
  async drained(): Promise<void> {
    const { nats } = await this.house.servers();
    const connection = await connectNats({ ...nats, name: 'of a system' });
    try {
      const manager = await connection.jetstreamManager();
      for (const { consumer } of this.access.consumers) {
        for (;;) {
          const { num_pending, num_ack_pending } = await manager.consumers.info(publicStreamName, consumer);
          if (num_pending === 0 && num_ack_pending === 0) break;
          await pause(lookMs);
        }
      }
    } finally {
      await connection.close();
    }
  }

  /** Resolves when what it learnt of an agency fits. Throws when it ended by itself. */
  async until(agency: string, fits: (learnt: readonly Learnt[]) => boolean): Promise<void> {
    while (!fits(await this.learnt(agency))) {
      if (typeof this.child?.exitCode === 'number') throw new Error(`a system ended: ${this.complaint}`);
      await pause(lookMs);
    }
  }

  async learnt(agency: string): Promise<readonly Learnt[]> {
    const text = await readFile(join(this.folder, `${agency}.jsonl`), 'utf8').catch(() => '');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Learnt);
  }

  /** I17 of what it keeps. */
  async violations(events: readonly StoredEvent[]): Promise<Violation[]> {
    const kept = this.registration.readsFor.map(
      async (agency) => [agency, keptIn(await this.learnt(agency))] as const,
    );
    return keptWhole('what a system keeps', new Map(await Promise.all(kept)), events);
  }
}

/** What is kept after everything that was learnt: what a restore took back is kept no more. */
function keptIn(learnt: readonly Learnt[]): readonly ToldEvent[] {
  const kept: ToldEvent[] = [];
  for (const { took, lost } of learnt) {
    if (took !== undefined) kept.push(took);
    if (lost !== undefined) kept.length = Math.min(kept.length, lost.after);
  }
  return kept;
}

/** Subscribes a receiver to everything an agency was ever told. */
export const subscribeTo = (load: Load, agency: string, { url }: Receiver): Promise<WebhookSubscribed> =>
  said(load, [agency, 'Leader'], '/webhooks', { url, contact: 'vanhanh@example.vn', afterNumber: 0 });

/** What came to the receiver of a webhook, challenges and tests left out. */
export const cameTo = ({ received }: Pick<Receiver, 'received'>): readonly Came[] =>
  received
    .filter(({ event }) => !event.type.startsWith('vn.lienthong.webhook.'))
    .map(({ event, body }) => ({ event: event as unknown as ToldEvent, text: body }));

/** Resolves when a receiver has the newest of an agency that the store has. */
export async function receiverHasAll(
  receiver: Receiver,
  agency: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const newest = (await feedOf(events)).findLast((entry) => entry.agency === agency)?.eventId;
  await receiver.until(() => keptOf(cameTo(receiver)).at(-1)?.id === newest);
}

/** I17 of what came to a receiver; under one id of a message there is one event. */
export async function receiverViolations(
  receiver: Receiver,
  agency: string,
  events: readonly StoredEvent[],
): Promise<Violation[]> {
  const ids = new Map<string, Set<string>>();
  for (const { headers, event } of receiver.received) {
    const named = ids.get(event.id) ?? new Set();
    ids.set(event.id, named.add(headers['webhook-id'] ?? ''));
  }
  const named = [...ids].filter(([, { size }]) => size > 1).map(([id]) => `I17: ${id} came under two ids`);
  const kept = new Map([[agency, keptOf(cameTo(receiver))]]);
  return [...named, ...(await keptWhole('what a webhook was sent', kept, events))];
}

/** One command of an officer, sent until it was answered. Throws with the answer when it was refused. */
async function said<A>(
  load: Load,
  [agency, role]: readonly [agency: string, role: Role],
  path: string,
  body: object = {},
): Promise<A> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  for (;;) {
    const answer = await load.ask(agency, role, 'POST', path, JSON.stringify(body), headers);
    if (answer !== undefined && answer.status < 300) return answer.body as A;
    if (answer !== undefined && answer.status < 500) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    await pause(lookMs);
  }
}
