import { type KeyStore, seal, unseal } from '@adapters/key-store';
import type { NoticeWay } from '@domain/codes';
import { noticeStream, type SealedAddresses } from '@domain/notice';

/** Where an officer is reached, by way. */
export type Addresses = Readonly<Partial<Record<NoticeWay, string>>>;

/** Personal data on its way into the store and out of it: outside this file it is sealed, in an answer, or posted. */
export class AddressBook {
  constructor(private readonly keys: Pick<KeyStore, 'make' | 'find' | 'erase' | 'markOf'>) {}

  /** With a key of its own, which is durable before. @throws KeyErased, KeyStoreUnavailable */
  async seal(addresses: Addresses, noticeId: string, kid: string): Promise<SealedAddresses> {
    const key = await this.keys.make(kid);
    return seal(JSON.stringify(addresses), { kid, key, place: noticeStream(noticeId) });
  }

  /** None at all when the key is gone. @throws SealBroken, KeyStoreUnavailable */
  async open(sealed: SealedAddresses, noticeId: string): Promise<Addresses> {
    const key = await this.keys.find(sealed.kid);
    if (key === undefined) return {};
    return JSON.parse(unseal(sealed, { key, place: noticeStream(noticeId) })) as Addresses;
  }

  erase(kid: string): Promise<void> {
    return this.keys.erase(kid);
  }

  /** What tells two commands with addresses apart, and nothing to who does not have this installation's keys. */
  hashOf(commandHash: string): Promise<string> {
    return this.keys.markOf(`command:${commandHash}`);
  }
}
