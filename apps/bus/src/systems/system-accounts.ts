import { setTimeout as pause } from 'node:timers/promises';
import { type NatsConnection, provisionConsumer, removeConsumer } from '@adapters/messaging';
import { accessOf, type AccountRegistry } from '@adapters/messaging/access';
import { endedKeys, goodKeys, type RegisteredSystem } from '@domain/system/events';
import type { Clock, Log } from '@runtime';
import { mayPass } from '../may-pass';
import type { FoldedSystems } from './folded-systems';

export interface SystemAccountsParts {
  readonly systems: Pick<FoldedSystems, 'get' | 'all'>;
  readonly registry: AccountRegistry;
  /** Of the services: consumers are made on it. */
  readonly connection: NatsConnection;
  readonly clock: Clock;
  readonly log: Log;
}

const againMs = 1_000;
/** A replaced key stops being good by itself: how often that is looked for. */
const lookMs = 2_000;

/** Has servers know each system, and the stream its consumers, as its facts have it now. */
export class SystemAccounts {
  /** Keys that the servers were told are good, by the id of their system. */
  private readonly told = new Map<string, string>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SystemAccountsParts) {}

  /** Each of them, again and again until the servers take it, or the signal aborts. */
  async settleAll(signal: AbortSignal): Promise<void> {
    for (const { systemId } of this.parts.systems.all()) {
      while (!signal.aborted) {
        try {
          await this.settle(systemId);
          break;
        } catch (error) {
          if (!mayPass(error)) throw error;
          const fields = { err: error as Error, systemId };
          this.parts.log.warn(fields, 'the servers cannot be told of a system yet');
          await pause(againMs, undefined, { signal }).catch(() => undefined);
        }
      }
    }
  }

  /** One at a time: whoever comes later sees what is newer. @throws AccountNotTaken, NatsError */
  settle(systemId: string): Promise<void> {
    const settled = this.turn.then(() => this.settleNow(systemId));
    this.turn = settled.catch(() => undefined);
    return settled;
  }

  /** Checks every consumer again: a stream that was made anew has none. */
  async provisionAll(): Promise<void> {
    for (const system of this.approved()) await this.provision(system);
  }

  /** Tells the servers of each key that is good no more, until the signal aborts. */
  async endKeysInTime(signal: AbortSignal): Promise<void> {
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

  private approved(): readonly RegisteredSystem[] {
    return this.parts.systems.all().filter(({ status }) => status === 'approved');
  }

  private async settleNow(systemId: string): Promise<void> {
    const { clock, connection, log, registry, systems } = this.parts;
    const system = systems.get(systemId);
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
}

const keysIn = (system: RegisteredSystem, at: string): string =>
  goodKeys(system, at)
    .map(({ keyId }) => keyId)
    .join();
