import type { NatsConnection } from 'nats';
import type { Passing } from '@contracts';
import type { AccountKeys } from './account-keys';
import { closedClaims, type Connected, systemClaims } from './accounts';
import { type AccountClaims, saidIn } from './nats-jwt';

/** The servers did not take an account. Asked again later they may. */
class AccountNotTaken extends Error implements Passing {
  override readonly name = 'AccountNotTaken';
  readonly passes = true;
  constructor(
    readonly account: string,
    readonly reason: string,
  ) {
    super(`the servers did not take the account ${account}: ${reason}`);
  }
}

const answerMs = 5_000;
const unknownMs = 500;

/** Tells the servers of the accounts of systems, over their own account. */
export class AccountRegistry {
  constructor(
    private readonly connection: NatsConnection,
    private readonly keys: AccountKeys,
  ) {}

  /**
   * Has a system's account be as it is registered, from when it resolves on; nothing is sent when it is so already.
   * @throws AccountNotTaken, NatsError
   */
  open(system: Connected): Promise<'told' | 'kept'> {
    return this.put(system.systemId, systemClaims(system, this.keys.services));
  }

  /**
   * Cuts off whoever is connected to a system's account, and lets nobody in again.
   * @param since instant of its end
   * @throws AccountNotTaken, NatsError
   */
  close(systemId: string, since: string): Promise<'told' | 'kept'> {
    return this.put(systemId, closedClaims(since));
  }

  private async put(systemId: string, nats: AccountClaims): Promise<'told' | 'kept'> {
    const account = this.keys.accountOf(systemId);
    const known = await this.known(account, unknownMs).catch(() => undefined);
    const now = Math.floor(Date.now() / 1_000);
    // An older JWT than the one it has a server leaves aside without a word, so a clock that went back is outdone.
    const jwt = this.keys.accountJwt(systemId, nats, Math.max(now, (known?.iat ?? 0) + 1));
    const wanted = textOf(saidIn(jwt));
    if (textOf(known) === wanted) return 'kept';
    const answer = await this.connection.request('$SYS.REQ.CLAIMS.UPDATE', jwt, { timeout: answerMs });
    const { data, error } = answer.json<{ data?: { code?: number }; error?: { description?: string } }>();
    if (data?.code !== 200) throw new AccountNotTaken(account, error?.description ?? answer.string());
    if (textOf(await this.known(account, answerMs)) !== wanted)
      throw new AccountNotTaken(account, 'it has another');
    return 'told';
  }

  /** Servers do not answer at all of an account that they do not know. */
  private async known(account: string, timeout: number) {
    const subject = `$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`;
    return saidIn((await this.connection.request(subject, undefined, { timeout })).string());
  }
}

const textOf = (said: ReturnType<typeof saidIn>): string => JSON.stringify(said?.nats ?? '');
