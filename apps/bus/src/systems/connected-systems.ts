import {
  type EventStore,
  follow,
  FollowerLag,
  ParkedStreams,
  type StoredEvent,
  type Verdict,
} from '@adapters/event-store';
import { connectNats, type NatsConnection } from '@adapters/messaging';
import { AccountKeys, AccountRegistry, serversCreds } from '@adapters/messaging/access';
import type { Clock, Log } from '@runtime';
import { mayPass } from '../may-pass';
import type { Registry } from '../once-in';
import { FoldedSystems } from './folded-systems';
import { Refusals } from './refusals';
import { SystemAccounts } from './system-accounts';

export interface ConnectedSystemsParts {
  readonly store: EventStore;
  /** Of the services: consumers are made on it. */
  readonly connection: NatsConnection;
  readonly log: Log;
  readonly clock: Clock;
  readonly natsUrl: string;
  /** Folder of the keys; without it nobody connects with a key of its own. */
  readonly keysDir: string | undefined;
  readonly natsLogFile: string | undefined;
  readonly registry: Registry;
  /** Told how many systems are set aside. */
  readonly onParked?: (count: number) => void;
}

const judge = (error: unknown): Verdict => (mayPass(error) ? 'wait' : 'park');

/** Follows the registrations of systems, and keeps their accounts on the servers as they are registered. */
export class ConnectedSystems {
  readonly lag = new FollowerLag();
  readonly parked: ParkedStreams;
  private readonly folded = new FoldedSystems();
  /** Of the present following. */
  private accounts: SystemAccounts | undefined;
  private isCaughtUp = false;
  private readonly refusals: Refusals;

  constructor(private readonly parts: ConnectedSystemsParts) {
    const { store, log, onParked: onChange } = parts;
    const options = { log, kept: 'memory', ...(onChange && { onChange }) } as const;
    this.parked = new ParkedStreams(store, 'connected-systems', options);
    this.refusals = new Refusals(parts);
  }

  /** Whether systems connect with keys of their own at all, how many may, and what they were refused. */
  get details(): Readonly<Record<string, string | number>> {
    if (this.parts.keysDir === undefined) return { systems: 'off' };
    const { lag, folded, refusals } = this;
    const { length: count } = folded.all().filter(({ status }) => status === 'approved');
    return {
      ...{ systems: lag.state, 'systems.lagMs': lag.lagMs, 'systems.count': count },
      ...refusals.details,
    };
  }

  /**
   * Follows the registrations until the signal aborts; at once over where there are no keys.
   * @throws HistoryLost, AccountKeysUnusable
   */
  async follow(signal: AbortSignal): Promise<void> {
    const { keysDir, natsUrl: url, connection, clock, log } = this.parts;
    if (keysDir === undefined) return;
    const keys = await AccountKeys.open(keysDir);
    const servers = await connectedTo(url, keysDir, signal);
    if (servers === undefined) return;
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    until.addEventListener('abort', () => void servers.close(), { once: true });
    const registry = new AccountRegistry(servers, keys);
    this.folded.clear();
    this.isCaughtUp = false;
    const accounts = new SystemAccounts({ systems: this.folded, registry, connection, clock, log });
    this.accounts = accounts;
    const failed = (error: unknown) =>
      until.aborted || log.warn({ err: error as Error }, 'a part of the accounts ended');
    // What a client tells of its connection does not end with the connection.
    void this.tellAgain(servers, accounts, until).catch(failed);
    const refused = this.refusals.hear({ servers, systems: this.folded }, until);
    const beside = [accounts.endKeysInTime(until), refused].map((work) => work.catch(failed));
    try {
      await this.followFacts(accounts, until);
    } finally {
      over.abort();
      await Promise.all(beside);
    }
  }

  /** Checks every consumer again: a stream that was made anew has none. */
  async provisionAll(): Promise<void> {
    await this.accounts?.provisionAll();
  }

  private async followFacts(accounts: SystemAccounts, signal: AbortSignal): Promise<void> {
    const { store, log } = this.parts;
    const { lag, parked } = this;
    const take = async ([fact]: readonly StoredEvent[]) => {
      const systemId = fact && this.folded.take(fact);
      // What was revoked later is not opened again on the way to the present.
      if (systemId !== undefined && this.isCaughtUp) await accounts.settle(systemId);
    };
    const onCaughtUp = async () => {
      await accounts.settleAll(signal);
      this.isCaughtUp = true;
    };
    const follower = { name: parked.name, streamPrefixes: ['system-'], parked, lag, take, judge, onCaughtUp };
    await follow(store, follower, { signal, log });
  }

  /** A server that comes back may have forgotten accounts. */
  private async tellAgain(
    servers: NatsConnection,
    accounts: SystemAccounts,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const { type } of servers.status()) {
      if (signal.aborted) return;
      if ((type as string) === 'reconnect' && this.isCaughtUp) await accounts.settleAll(signal);
    }
  }
}

/** Waits for servers that are not there yet; nothing when the signal aborts first. */
async function connectedTo(url: string, keysDir: string, signal: AbortSignal) {
  const connecting = connectNats({ url, creds: serversCreds(keysDir), name: 'bus, of accounts' });
  const aborted = new Promise<undefined>((resolve) =>
    signal.addEventListener('abort', () => resolve(undefined), { once: true }),
  );
  const servers = await Promise.race([connecting, aborted]);
  if (servers === undefined) void connecting.then((late) => late.close()).catch(() => undefined);
  return servers;
}
