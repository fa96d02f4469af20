import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact, type Transacted } from '@adapters/event-store';
import type { Metadata, Refused } from '@contracts';
import { noticeWays } from '@domain/codes';
import {
  notice,
  noticeCodec,
  type NoticeCommand,
  type NoticeEvent,
  type NoticeState,
  noticeStream,
  type SealedAddresses,
} from '@domain/notice';
import { idOf, outcomeIn } from '@runtime';
import { AddressBook, type Addresses } from './address-book';

interface Acting {
  readonly noticeId: string;
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

type Choose = Extract<NoticeCommand, { type: 'ChooseNotices' }>;

/** A command before its addresses were sealed. */
export type AskedOfNotices =
  | (Omit<Choose, keyof Acting | 'ways' | 'addresses'> & {
      readonly keyId: string;
      readonly addresses: Addresses;
    })
  | { readonly type: 'EndNotices' };

type NoticeOutcome = Transacted<NoticeEvent, NoticeState>;

/** Each officer of each agency has one. */
export const noticeIdOf = (agency: string, officer: string): string => idOf('notice', agency, officer);

/** Any command of an officer on his own notices. */
export class ActOnNotices extends Command<NoticeOutcome | Refused> {
  constructor(
    readonly asked: AskedOfNotices,
    readonly who: Acting,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(ActOnNotices)
export class NoticeCommandHandler implements ICommandHandler<ActOnNotices> {
  constructor(
    private readonly store: EventStore,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ asked, who, meta }: ActOnNotices): Promise<NoticeOutcome | Refused> {
    const stream = noticeStream(who.noticeId);
    const sealing = { ...meta, commandHash: await this.addresses.hashOf(meta.commandHash) };
    const gather = () => this.complete(asked, who);
    const outcome = outcomeIn('notice', await transact(this.store, notice, stream, gather, sealing));
    if (!('refused' in outcome)) await eraseRetired(this.store, this.addresses, who.noticeId);
    return outcome;
  }

  private async complete(asked: AskedOfNotices, who: Acting): Promise<NoticeCommand> {
    if (asked.type === 'EndNotices') return { type: 'EndNotices', at: who.at };
    const { keyId, addresses: given, ...said } = asked;
    const ways = noticeWays.filter((way) => given[way] !== undefined);
    // Without a way it is refused: no key is made for it.
    const addresses = ways.length === 0 ? unsealed : await this.addresses.seal(given, who.noticeId, keyId);
    return { ...said, ...who, ways, addresses };
  }
}

const unsealed: SealedAddresses = { kid: '', alg: 'A256GCM', iv: '', ct: '' };

/**
 * Of an officer's choices only the newest can be read, and none after the end. May be repeated: what a crash left is
 * erased with the next command.
 * @throws StoreUnavailable, KeyStoreUnavailable
 */
export async function eraseRetired(
  store: EventStore,
  addresses: Pick<AddressBook, 'erase'>,
  noticeId: string,
): Promise<void> {
  const { events } = await store.readStream(noticeStream(noticeId));
  let inUse: string | undefined;
  const kids = new Set<string>();
  for (const stored of events) {
    const fact = noticeCodec.decode(stored);
    if (typeof fact === 'string') continue;
    if (fact.type === 'NoticesEnded' || fact.type === 'NoticesLapsed') inUse = undefined;
    if (fact.type !== 'NoticesChosen') continue;
    inUse = fact.data.addresses.kid;
    kids.add(inUse);
  }
  for (const kid of kids) if (kid !== inUse) await addresses.erase(kid);
}
