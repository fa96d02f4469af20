import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, factIn, transact } from '@adapters/event-store';
import type { Caller, Metadata } from '@contracts';
import {
  type CommandOf,
  delivery,
  type DeliveryEvent,
  type DeliveryKey,
  type DeliveryState,
  deliveryStream,
  type Reply,
} from '@domain/delivery';
import { documentCodec, documentStream } from '@domain/document/events';
import { type Outcome, outcomeIn } from '@runtime';
import { LeaveCover } from '../../leave-cover';
import { assigneeAt } from '../start-processing/start-processing.command-handler';

type Completion = Omit<CommandOf<'CompleteProcessing'>, 'type' | 'reply' | 'coverFor'>;

/** A completion before the document that answers was looked at. */
export class CompleteProcessing extends Command<Outcome<DeliveryEvent, DeliveryState>> {
  constructor(
    readonly key: DeliveryKey,
    readonly completion: Completion,
    /** Id of the document that answers. */
    readonly reply: string | undefined,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(CompleteProcessing)
export class CompleteProcessingHandler implements ICommandHandler<CompleteProcessing> {
  constructor(
    private readonly store: EventStore,
    private readonly cover: LeaveCover,
  ) {}

  async execute(message: CompleteProcessing): Promise<Outcome<DeliveryEvent, DeliveryState>> {
    const { key, completion, reply: documentId, meta, caller } = message;
    const reply = documentId === undefined ? {} : { reply: await this.replyOf(documentId, key) };
    const command = { type: 'CompleteProcessing', ...completion, ...reply } as const;
    const stream = deliveryStream(key);
    const { officer, at } = completion;
    return this.cover.attempt<DeliveryEvent, DeliveryState>({
      ...{ officer, at, meta, caller, refused: 'not-the-assignee' },
      holder: () => assigneeAt(this.store, stream),
      attempt: async (own, covering) =>
        outcomeIn('delivery', await transact(this.store, delivery, stream, { ...command, ...covering }, own)),
    });
  }

  /** What its issue says; a document that is not there or not issued answers nothing. */
  private async replyOf(documentId: string, key: DeliveryKey): Promise<Reply> {
    const { events } = await this.store.readStream(documentStream(documentId));
    for (const event of events) {
      const fact = factIn(documentCodec, event);
      if (fact?.type !== 'DocumentIssued') continue;
      const { agency, symbol, responseFor = [] } = fact.data;
      const answers = responseFor.map((link) => link.documentId);
      const link = responseFor.find((each) => each.documentId === key.documentId);
      const answeringFor = link?.answeringFor ?? [];
      return { documentId, agency, symbol, issued: true, answers, answeringFor };
    }
    return { documentId, agency: '', symbol: '', issued: false, answers: [] };
  }
}
