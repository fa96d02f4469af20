import { setTimeout as pause } from 'node:timers/promises';
import {
  type EventStore,
  follow,
  FollowerLag,
  ParkedStreams,
  type StoredEvent,
  type Verdict,
} from '@adapters/event-store';
import { connectNats, type NatsConnection, provisionConsumer, removeConsumer } from '@adapters/messaging';
import { accessOf, AccountKeys, AccountRegistry, serversCreds } from '@adapters/messaging/access';
import { passesByWaiting } from '@contracts';
import { endedKeys, goodKeys, type RegisteredSystem } from '@domain/system/events';
import type { Clock, Log } from '@runtime';
import { FoldedSystems } from './folded-systems';

export interface ConnectedSystemsParts {
  readonly store: EventStore;
  /** Of the services: consumers are made on it. */
  readonly connection: NatsConnection;
  readonly log: Log;
  readonly clock: Clock;
  readonly natsUrl: string;
  /** Folder of the keys; without it nobody connects with a key of its own. */
  readonly keysDir: string | undefined;
  /** Told how many systems are set aside. */
  readonly onParked?: (count: number) => void;
  /** Told of each connection that a server refused. */
  readonly onRefused?: () => void;
}

const againMs = 1_000;
/** A replaced key stops being good by itself: how often that is looked for. */
const lookMs = 2_000;

const isPassing = (error: unknown): boolean =>
  passesByWaiting(error) || ['NatsError', 'AccountNotTaken'].includes((error as Error).name);
const judge = (error: unknown): Verdict => (isPassing(error) ? 'wait' : 'park');

/** Keeps accounts of connected systems on the servers, and their consumers on the stream, as they are registered. */
export class ConnectedSystems {
  readonly lag = new FollowerLag();
  readonly parked: ParkedStreams;
  private readonly folded = new FoldedSystems();
  private registry: AccountRegistry | undefined;
  private isCaughtUp = false;
  /** Keys that the servers were told are good, by the id of their system. */
  private readonly told = new Map<string, string>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: ConnectedSystemsParts) {
    const { store, log, onParked: onChange } = parts;
    const options = { log, kept: 'memory', ...(onChange && { onChange }) } as const;
    this.parked = new ParkedStreams(store, 'connected-systems', options);
  }

  /** Whether systems connect with keys of their own at all, and how many may. */
  get details(): Readonly<Record<string, string | number>> {
    if (this.parts.keysDir === undefined) return { systems: 'off' };
    const { lag } = this;
    return { systems: lag.state, 'systems.lagMs': lag.lagMs, 'systems.count': this.approved().length };
  }

  /**
   * Follows the registrations until the signal aborts; at once over where there are no keys.
   * @throws HistoryLost, AccountKeysUnusable
   */
  async follow(signal: AbortSignal): Promise<void> {
    const { keysDir, natsUrl: url } = this.parts;
    if (keysDir === undefined) return;
    const keys = await AccountKeys.open(keysDir);
    const servers = await this.connected(url, keysDir, signal);
    if (servers === undefined) return;
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    this.registry = new AccountRegistry(servers, keys);
    this.folded.clear();
    this.isCaughtUp = false;
    until.addEventListener('abort', () => void servers.close(), { once: true });
    const { log } = this.parts;
    const failed = (error: unknown) =>
      until.aborted || log.warn({ err: error as Error }, 'a part of the accounts ended');
    // What a client tells of its connection does not end with the connection.
    void this.tellAgain(servers, until).catch(failed);
    const beside = [this.endKeysInTime(until), this.hearRefusals(servers)].map((work) => work.catch(failed));
    try {
      await this.followFacts(until);
    } finally {
      over.abort();
      await Promise.all(beside);
    }
  }

  /** Waits for servers that are not there yet; nothing when the signal aborts first. */
  private async connected(url: string, keysDir: string, signal: AbortSignal) {
    const connecting = connectNats({ url, creds: serversCreds(keysDir), name: 'bus, of accounts' });
    const aborted = new Promise<undefined>((resolve) =>
      signal.addEventListener('abort', () => resolve(undefined), { once: true }),
    );
    const servers = await Promise.race([connecting, aborted]);
    if (servers === undefined) void connecting.then((late) => late.close()).catch(() => undefined);
    return servers;
  }

  /** Checks every consumer again: a stream that was made anew has none. */
  async provisionAll(): Promise<void> {
    if (this.parts.keysDir === undefined) return;
    for (const system of this.approved()) await this.provision(system);
  }

  private approved(): readonly RegisteredSystem[] {
    return this.folded.all().filter(({ status }) => status === 'approved');
  }

  private async followFacts(signal: AbortSignal): Promise<void> {
    const { store, log } = this.parts;
    const { lag, parked } = this;
    const take = async ([fact]: readonly StoredEvent[]) => {
      const systemId = fact && this.folded.take(fact);
      // What was revoked later is not opened again on the way to the present.
      if (systemId !== undefined && this.isCaughtUp) await this.settle(systemId);
    };
    const onCaughtUp = async () => {
      await this.settleAll(signal);
      this.isCaughtUp = true;
    };
    const follower = { name: parked.name, streamPrefixes: ['system-'], parked, lag, take, judge, onCaughtUp };
    await follow(store, follower, { signal, log });
  }

  private async settleAll(signal: AbortSignal): Promise<void> {
    for (const { systemId } of this.folded.all()) {
      while (!signal.aborted) {
        try {
          await this.settle(systemId);
          break;
        } catch (error) {
          if (!isPassing(error)) throw error;
          this.parts.log.warn(
            { err: error as Error, systemId },
            'the servers cannot be told of a system yet',
          );
          await pause(againMs, undefined, { signal }).catch(() => undefined);
        }
      }
    }
  }

  /** One at a time: whoever comes later sees what is newer. */
  private settle(systemId: string): Promise<void> {
    const settled = this.turn.then(() => this.settleNow(systemId));
    this.turn = settled.catch(() => undefined);
    return settled;
  }

  private async settleNow(systemId: string): Promise<void> {
    const { clock, connection, log } = this.parts;
    const system = this.folded.get(systemId);
    const registry = this.registry as AccountRegistry;
    if (system?.status === 'approved') {
      const now = clock.now();
      await this.provision(system);
      const outcome = await registry.open({ ...system, ended: endedKeys(system, now) });
      this.told.set(systemId, keysIn(system, now));
      if (outcome === 'told')
        log.info({ systemId }, 'the servers know a connected system as it is registered');
    } else if (system?.status === 'revoked') {
      const outcome = await registry.close(systemId, system.decidedAt ?? system.registeredAt);
      for (const { consumer } of accessOf(system).consumers) await removeConsumer(connection, consumer);
      this.told.delete(systemId);
      if (outcome === 'told') log.info({ systemId }, 'a connected system was cut off');
    }
  }

  private async provision(system: RegisteredSystem): Promise<void> {
    for (const { consumer: name, filter } of accessOf(system).consumers) {
      await provisionConsumer(this.parts.connection, { name, filter });
    }
  }

  private async endKeysInTime(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(lookMs, undefined, { signal }).catch(() => undefined);
      const now = this.parts.clock.now();
      for (const system of this.approved()) {
        const { systemId } = system;
        const told = this.told.get(systemId);
        if (told === undefined || told === keysIn(system, now)) continue;
        await this.settle(systemId).catch((error: unknown) =>
          this.parts.log.warn({ err: error as Error, systemId }, 'a key is not ended yet'),
        );
      }
    }
  }

  /** A server that comes back may have forgotten accounts. */
  private async tellAgain(servers: NatsConnection, signal: AbortSignal): Promise<void> {
    for await (const { type } of servers.status()) {
      if (signal.aborted) return;
      if ((type as string) === 'reconnect' && this.isCaughtUp) await this.settleAll(signal);
    }
  }

  /** Servers tell of each connection that showed nothing good; who it was they do not know. */
  private async hearRefusals(servers: NatsConnection): Promise<void> {
    const { log, onRefused } = this.parts;
    for await (const message of servers.subscribe('$SYS.SERVER.*.CLIENT.AUTH.ERR')) {
      const { client, reason } = message.json<{
        client?: { host?: string; name?: string };
        reason?: string;
      }>();
      log.warn(
        { host: client?.host, client: client?.name, reason },
        'a server of the bus refused a connection',
      );
      onRefused?.();
    }
  }
}

const keysIn = (system: RegisteredSystem, at: string): string =>
  goodKeys(system, at)
    .map(({ keyId }) => keyId)
    .join();
