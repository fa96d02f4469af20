import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, StreamCache, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import {
  type Book,
  register,
  type RegisterCommand,
  type RegisterEvent,
  type RegisterState,
  registerStream,
} from '@domain/register';
import { type Outcome, outcomeIn } from '@runtime';

/**
 * Any command on one book. Its decider knows a repeat by the key, so the long stream is read only from where it
 * was left.
 */
export class DirectRegister extends Command<Outcome<RegisterEvent, RegisterState>> {
  constructor(
    readonly book: Book,
    readonly command: RegisterCommand,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectRegister)
export class RegisterCommandHandler implements ICommandHandler<DirectRegister> {
  constructor(
    private readonly store: EventStore,
    private readonly cache: StreamCache<RegisterState>,
  ) {}

  async execute({ book, command, meta }: DirectRegister): Promise<Outcome<RegisterEvent, RegisterState>> {
    const { store, cache } = this;
    return outcomeIn(
      'register',
      await transact(store, register, registerStream(book), command, meta, { cache }),
    );
  }
}
