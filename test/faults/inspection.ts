import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDbStore, type StoredEvent } from '@adapters/event-store';
import { connectNats, publicStreamName } from '@adapters/messaging';
import type { DocumentHistory } from '@contracts';
import { agencyOfToken, type Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { legStream } from '@domain/leg';
import { atMost } from '@runtime';
import { smallProvince } from '../flows/province';
import type { ClientLog } from './client-log';
import type { FaultHouse } from './fault-house';
import { feedsAgree, type ToldEvent } from './feed-invariants';
import {
  byStream,
  cameToRest,
  numbersComplete,
  storeViolations,
  toldAsFolded,
  type Violation,
} from './invariants';
import { linkedWhole } from './linked-invariants';
import type { Load } from './load';
import {
  contentsWhole,
  folderAsRebuilt,
  type Followers,
  isFollowed,
  leavesNoTrace,
  nobodyBehind,
  nobodyFellBack,
  type Shown,
  shownIsVisible,
} from './outside-invariants';

/** How long nothing may move while something is still due. */
const restLimitMs = 90_000;
const pageMax = 1_000;
const askedAtOnce = 4;
/** What a client sends as a secret; it may be nowhere afterwards. */
const canary = 'canary-4f1c7a90-of-a-secret';

/** Everything in the store, and every checkpoint as it is written while a test runs. */
export class Witness {
  private readonly checkpoints = new Map<string, bigint[]>();
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  private constructor(private readonly store: EventStoreDbStore) {}

  static async open(house: FaultHouse): Promise<Witness> {
    const { store } = await house.servers();
    const witness = new Witness(EventStoreDbStore.connect(store));
    witness.watching = witness.watch();
    return witness;
  }

  /** Checkpoints by stream, in the order of writing. */
  get seen(): ReadonlyMap<string, readonly bigint[]> {
    return this.checkpoints;
  }

  async all(after?: bigint): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (let from = after; ;) {
      const page = await this.store.readAll({ max: pageMax, ...(from === undefined ? {} : { after: from }) });
      events.push(...page);
      from = page.at(-1)?.position;
      if (page.length < pageMax) return events;
    }
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    await this.store.close();
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    for await (const each of this.store.subscribeAll({ streamPrefixes: ['checkpoint-'], signal })) {
      if (!('stream' in each)) continue;
      const list = this.checkpoints.get(each.stream) ?? [];
      this.checkpoints.set(each.stream, list);
      list.push(BigInt((each.data as { position: string }).position));
    }
  }
}

interface Health {
  readonly parts: Readonly<Record<string, { readonly details: Readonly<Record<string, string>> }>>;
}

async function projectedIn(house: FaultHouse): Promise<bigint> {
  const answer = await fetch(`${house.address}/health/details`, {
    headers: { authorization: `Bearer ${await house.token('H99', 'Operator')}` },
    signal: AbortSignal.timeout(5_000),
  });
  const { parts } = (await answer.json()) as Health;
  return BigInt(parts['read-models']?.details['position'] ?? -1);
}

/** How far everybody has come, and each agency's messages. */
interface Seen extends Followers {
  readonly messages: ReadonlyMap<string, readonly ToldEvent[]>;
}

async function followersOf(house: FaultHouse, witness: Witness): Promise<Seen> {
  const { nats } = await house.servers();
  const connection = await connectNats({ ...nats, name: 'inspection' });
  try {
    const manager = await connection.jetstreamManager();
    const { state } = await manager.streams.info(publicStreamName);
    const consumers: { name: string; floor: number }[] = [];
    for await (const { name, ack_floor, delivered } of manager.consumers.list(publicStreamName)) {
      consumers.push({ name, floor: Math.max(ack_floor.stream_seq, delivered.stream_seq) });
    }
    const published: string[] = [];
    const messages = new Map<string, ToldEvent[]>();
    if (state.messages > 0) {
      const reader = await connection.jetstream().consumers.get(publicStreamName);
      for await (const message of await reader.consume()) {
        published.push(message.headers?.get('Nats-Msg-Id') ?? '');
        const agency = agencyOfToken(message.subject.split('.')[1] ?? '');
        const own = messages.get(agency) ?? [];
        messages.set(agency, own);
        own.push(message.json<ToldEvent>());
        if (message.seq >= state.last_seq) break;
      }
    }
    const projected = await projectedIn(house);
    const lastSequence = state.last_seq;
    return { checkpoints: witness.seen, projected, published, lastSequence, consumers, messages };
  } finally {
    await connection.close();
  }
}

/** Waits until nothing is due any more, or nothing has moved for long although something is, and answers all events. */
export async function rest(house: FaultHouse, witness: Witness): Promise<readonly StoredEvent[]> {
  let deadline = performance.now() + restLimitMs;
  const events: StoredEvent[] = [];
  await house.ready();
  for (;;) {
    const more = await witness.all(events.at(-1)?.position);
    events.push(...more);
    const isMoving = more.some(isFollowed);
    if (isMoving) deadline = performance.now() + restLimitMs;
    const isDue = [cameToRest, numbersComplete, linkedWhole].some((check) => check(events).length > 0);
    if (!isMoving && !isDue) {
      const followers = await followersOf(house, witness).catch(() => undefined);
      if (followers !== undefined && nobodyBehind(followers, events).length === 0) return events;
    }
    if (performance.now() > deadline) return events;
    await pause(250);
  }
}

/** Everything in the store of a house that has come to rest. */
export async function allAtRest(house: FaultHouse): Promise<readonly StoredEvent[]> {
  const witness = await Witness.open(house);
  try {
    return await rest(house, witness);
  } finally {
    await witness.close();
  }
}

async function everyPage(
  load: Load,
  agency: string,
  role: Role,
  path: string,
  id: string,
): Promise<string[]> {
  const ids: string[] = [];
  for (let next = ''; ;) {
    const cursor = next === '' ? '' : `?cursor=${encodeURIComponent(next)}`;
    const answer = await load.ask(agency, role, 'GET', path + cursor);
    if (answer?.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    const page = answer.body as unknown as { rows: Record<string, string>[]; next?: string };
    ids.push(...page.rows.map((row) => row[id] as string));
    if (page.next === undefined) return ids;
    next = page.next;
  }
}

async function shownTo(load: Load, agency: string): Promise<Shown> {
  return {
    inbox: await everyPage(load, agency, 'Clerk', '/inbox', 'documentId'),
    outbox: await everyPage(load, agency, 'Clerk', '/outbox', 'documentId'),
    held: await everyPage(load, agency, 'OneStopOfficer', '/dossiers', 'dossierId'),
  };
}

/** What each agency reads on from the first event that it was ever told. */
async function servedTo(load: Load): Promise<ReadonlyMap<string, readonly ToldEvent[]>> {
  const served = new Map<string, readonly ToldEvent[]>();
  for (const { code } of smallProvince) {
    const events: ToldEvent[] = [];
    for (let after = '0'; ;) {
      const answer = await load.ask(code, 'Clerk', 'GET', `/events?after=${after}&limit=500`);
      if (answer?.status !== 200) throw new Error(`/events: ${JSON.stringify(answer)}`);
      const page = answer.body as unknown as { events: readonly ToldEvent[]; next: string };
      if (page.events.length === 0) break;
      events.push(...page.events);
      after = page.next;
    }
    served.set(code, events);
  }
  return served;
}

/** What the audit answers of every document, with its deliveries, and of every dossier: states by stream. */
async function toldOf(load: Load, events: readonly StoredEvent[]): Promise<ReadonlyMap<string, unknown>> {
  const told = new Map<string, unknown>();
  await atMost(askedAtOnce, [...byStream(events).keys()], async (stream) => {
    const [, category, id = ''] = /^(document|dossier)-(.+)$/.exec(stream) ?? [];
    if (category === undefined) return;
    const path = `/audit/${category}s/${id}/history`;
    const answer = await load.ask('H99', 'Auditor', 'GET', path);
    if (answer?.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    const { state } = answer.body as unknown as { state: DocumentHistory['state'] };
    told.set(stream, category === 'document' ? state.document : state);
    if (events.some(({ stream: each }) => each.startsWith(`leg-${id}.`)))
      for (const [at, state] of await legsTold(load, id)) told.set(at, state);
    for (const [to, delivery] of Object.entries(state.deliveries ?? {})) {
      told.set(deliveryStream({ documentId: id, to }), delivery);
    }
  });
  return told;
}

async function legsTold(load: Load, dossierId: string): Promise<ReadonlyMap<string, unknown>> {
  const path = `/audit/dossiers/${dossierId}/legs/history`;
  const answer = await load.ask('H99', 'Auditor', 'GET', path);
  if (answer?.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  const { state } = answer.body as unknown as { state: { legs: Record<string, unknown> } };
  return new Map(
    Object.entries(state.legs).map(([order, leg]) => [legStream({ dossierId, order: Number(order) }), leg]),
  );
}

/** Sends the same secret two ways; each has to be refused. */
export async function sendSecret(load: Load): Promise<Violation[]> {
  const json = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const marked = { 'content-type': 'application/pdf', 'content-secrecy': 'confidential' };
  const draft = { documentType: 'CV', subject: canary, urgency: 'normal', contents: [], secrecy: 'secret' };
  const answers = [
    await load.ask('H99.1', 'Drafter', 'PUT', `/contents/${'0'.repeat(64)}`, Buffer.from(canary), marked),
    await load.ask('H99.1', 'Drafter', 'POST', '/documents', JSON.stringify(draft), json),
  ];
  return answers.flatMap((answer) =>
    answer?.status === 422 ? [] : [`I13: a secret was answered ${JSON.stringify(answer)}`],
  );
}

export interface Inspected {
  readonly events: readonly StoredEvent[];
  readonly violations: readonly Violation[];
}

/**
 * Waits until the house is at rest and checks every invariant; what needs closed folders is checked after the house
 * was stopped, so this is the end of a house.
 */
export async function inspect(
  house: FaultHouse,
  load: Load,
  log: ClientLog,
  seen: ReadonlyMap<string, readonly bigint[]>,
): Promise<Inspected> {
  // The store of a house that was started again stands at another address.
  const witness = await Witness.open(house);
  try {
    const { events, violations } = await inspectRunning(house, witness, load, log);
    await house.end();
    const fellBack = nobodyFellBack(seen);
    return { events, violations: [...violations, ...fellBack, ...(await inspectFolders(house, events))] };
  } finally {
    await witness.close();
  }
}

async function inspectRunning(
  house: FaultHouse,
  witness: Witness,
  load: Load,
  log: ClientLog,
): Promise<Inspected> {
  await house.ready();
  const secrets = await sendSecret(load);
  const events = await rest(house, witness);
  const violations = [...secrets, ...storeViolations(await log.read(), events), ...linkedWhole(events)];
  const followers = await followersOf(house, witness);
  violations.push(...nobodyBehind(followers, events));
  const served = await servedTo(load);
  violations.push(...(await feedsAgree({ published: followers.messages, served }, events)));
  violations.push(...toldAsFolded(await toldOf(load, events), events));
  for (const { code } of smallProvince) {
    violations.push(...shownIsVisible(code, await shownTo(load, code), events));
  }
  return { events, violations };
}

async function inspectFolders(house: FaultHouse, events: readonly StoredEvent[]): Promise<Violation[]> {
  const installation = events.find(({ stream }) => stream === 'installation-1');
  const { storeId } = installation?.data as { storeId: string };
  return [
    ...(await folderAsRebuilt(house.dataFolder, storeId, events)),
    ...(await contentsWhole(join(house.dataFolder, 'contents'), events)),
    ...(await leavesNoTrace(house.dataFolder, canary)),
  ];
}
