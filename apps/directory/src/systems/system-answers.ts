import { accessOf, type AccountKeys, credsOf } from '@adapters/messaging/access';
import type { KnownHistory, SystemDetails, SystemKeyIssued, SystemListed } from '@contracts';
import { goodKeys, type RegisteredSystem, standingOf, type SystemKey } from '@domain/system';
import { type Clock } from '@runtime';
import type { SystemRefusals } from './system-refusals';

const listedOf = ({ systemId, owner, name, status, registeredAt }: RegisteredSystem): SystemListed => ({
  ...{ systemId, owner, name, status, registeredAt },
});

/** Systems as they are told to their owner and to operators, with how they connect. */
export class SystemAnswers {
  /** @param keys absent where nobody connects with a key of its own */
  constructor(
    private readonly clock: Clock,
    private readonly history: Pick<KnownHistory, 'storeId'>,
    private readonly keys: AccountKeys | undefined,
    private readonly refusals: SystemRefusals,
  ) {}

  /** This installation, as the `source` of its messages begins. */
  get audience(): string {
    return `urn:lienthong:installation:${this.history.storeId}`;
  }

  readonly listed = listedOf;

  details(system: RegisteredSystem): SystemDetails {
    const { contact, officer, readsFor, reads, sendsFor, operations, decidedAt, reason } = system;
    const { inboxPrefix, apiPrefix, consumers, commands } = accessOf(system);
    return {
      ...listedOf(system),
      ...{ contact, officer, readsFor, reads, sendsFor, operations },
      ...(decidedAt === undefined ? {} : { decidedAt }),
      ...(reason === undefined ? {} : { reason }),
      keys: system.keys.map((key) => this.keyOf(system, key)),
      audience: this.audience,
      inboxPrefix,
      apiPrefix,
      consumers: consumers.map(({ agency, consumer }) => ({ agency, consumer })),
      commands,
      refused: this.refusals.of(system.systemId),
    };
  }

  keyIssued(system: RegisteredSystem, key: SystemKey, seed: string | undefined): SystemKeyIssued {
    const { keyId, publicKey } = key;
    const jwt = this.jwtOf(system, key);
    return {
      ...{ keyId, publicKey, ...(jwt === undefined ? {} : { jwt }) },
      ...(jwt === undefined || seed === undefined ? {} : { creds: credsOf(jwt, seed) }),
    };
  }

  private keyOf(system: RegisteredSystem, key: SystemKey): SystemDetails['keys'][number] {
    const { keyId, publicKey, issuedAt, validUntil, revokedAt } = key;
    const jwt = this.jwtOf(system, key);
    return {
      ...{ keyId, publicKey, issuedAt, standing: standingOf(key, this.clock.now()) },
      ...(validUntil === undefined ? {} : { validUntil }),
      ...(revokedAt === undefined ? {} : { revokedAt }),
      ...(jwt === undefined ? {} : { jwt }),
    };
  }

  private jwtOf(system: RegisteredSystem, key: SystemKey): string | undefined {
    const isGood = goodKeys(system, this.clock.now()).some(({ keyId }) => keyId === key.keyId);
    return isGood ? this.keys?.userJwt(system.systemId, key) : undefined;
  }
}
