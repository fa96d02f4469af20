import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { handover, type HandoverEvent, type HandoverState, handoverStream } from '@domain/handover';
import { type ByAgency, type Outcome, outcomeIn } from '@runtime';

type Taken = Outcome<HandoverEvent, HandoverState>;

/** The second name under a list of what went from desk to desk. */
export class TakeOverDesk extends Command<Taken> {
  constructor(
    readonly handoverId: string,
    readonly act: ByAgency,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(TakeOverDesk)
export class TakeOverDeskHandler implements ICommandHandler<TakeOverDesk> {
  constructor(private readonly store: EventStore) {}

  async execute({ handoverId, act, meta }: TakeOverDesk): Promise<Taken> {
    const command = { type: 'TakeOverDesk', ...act } as const;
    return outcomeIn(
      'handover',
      await transact(this.store, handover, handoverStream(handoverId), command, meta),
    );
  }
}
