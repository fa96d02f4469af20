import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import type { Caller, Metadata } from '@contracts';
import {
  type CommandOf,
  delivery,
  type DeliveryEvent,
  type DeliveryKey,
  type DeliveryState,
  deliveryStream,
} from '@domain/delivery';
import { type Outcome, outcomeIn } from '@runtime';
import { LeaveCover } from '../../leave-cover';

/** The officer in the lead begins, or the one who covers that desk. */
export class StartProcessing extends Command<Outcome<DeliveryEvent, DeliveryState>> {
  constructor(
    readonly key: DeliveryKey,
    readonly start: Omit<CommandOf<'StartProcessing'>, 'coverFor'>,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(StartProcessing)
export class StartProcessingHandler implements ICommandHandler<StartProcessing> {
  constructor(
    private readonly store: EventStore,
    private readonly cover: LeaveCover,
  ) {}

  execute({ key, start, meta, caller }: StartProcessing): Promise<Outcome<DeliveryEvent, DeliveryState>> {
    const stream = deliveryStream(key);
    const { officer, at } = start;
    return this.cover.attempt<DeliveryEvent, DeliveryState>({
      ...{ officer, at, meta, caller, refused: 'not-the-assignee' },
      holder: () => assigneeAt(this.store, stream),
      attempt: async (own, covering) =>
        outcomeIn('delivery', await transact(this.store, delivery, stream, { ...start, ...covering }, own)),
    });
  }
}

/** Who is in the lead now; nobody before it was assigned. */
export async function assigneeAt(store: EventStore, stream: string): Promise<string | undefined> {
  const { state } = await stateOf(store, delivery, stream);
  return state.status === 'absent' ? undefined : state.assignee;
}
