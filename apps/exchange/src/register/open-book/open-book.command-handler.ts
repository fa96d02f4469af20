import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import {
  register,
  type RegisterCommand,
  type RegisterEvent,
  type RegisterState,
  registerStream,
} from '@domain/register';
import { type Outcome, outcomeIn } from '@runtime';

type Opening = Extract<RegisterCommand, { type: 'OpenBook' }>;

export class OpenBook extends Command<Outcome<RegisterEvent, RegisterState>> {
  constructor(
    readonly opening: Opening,
    readonly meta: Metadata,
  ) {
    super();
  }
}

/** A book is opened before it is long, so a repeat is found by its id, as everywhere but in books. */
@CommandHandler(OpenBook)
export class OpenBookHandler implements ICommandHandler<OpenBook> {
  constructor(private readonly store: EventStore) {}

  async execute({ opening, meta }: OpenBook): Promise<Outcome<RegisterEvent, RegisterState>> {
    return outcomeIn(
      'register',
      await transact(this.store, register, registerStream(opening), opening, meta),
    );
  }
}
