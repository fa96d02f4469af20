import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import type { Caller, Metadata } from '@contracts';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { LeaveCover } from '../../leave-cover';

/** A draft that never becomes a document. */
export class DiscardDraft extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly discard: Omit<CommandOf<'DiscardDraft'>, 'coverFor'>,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(DiscardDraft)
export class DiscardDraftHandler implements ICommandHandler<DiscardDraft> {
  constructor(
    private readonly store: EventStore,
    private readonly cover: LeaveCover,
  ) {}

  execute(message: DiscardDraft): Promise<Outcome<DocumentEvent, DocumentState>> {
    const { discard, meta, caller } = message;
    const stream = documentStream(message.documentId);
    const { officer, at } = discard;
    return this.cover.attempt<DocumentEvent, DocumentState>({
      ...{ officer, at, meta, caller, refused: 'not-the-drafter' },
      holder: () => drafterAt(this.store, stream),
      attempt: async (own, covering) =>
        outcomeIn('document', await transact(this.store, document, stream, { ...discard, ...covering }, own)),
    });
  }
}

/** On whose desk the draft lies now. */
export async function drafterAt(store: EventStore, stream: string): Promise<string | undefined> {
  const { state } = await stateOf(store, document, stream);
  return state.status === 'absent' ? undefined : state.drafter;
}
