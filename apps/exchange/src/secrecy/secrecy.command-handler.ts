import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import {
  type CountRefusedSecret,
  secrecy,
  type SecrecyEvent,
  type SecrecyState,
  secrecyStream,
} from '@domain/secrecy';
import { type Outcome, outcomeIn, Turns } from '@runtime';

/** One more document that was turned away at the edge. */
export class DirectSecrecy extends Command<Outcome<SecrecyEvent, SecrecyState>> {
  constructor(
    readonly command: CountRefusedSecret,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectSecrecy)
export class SecrecyCommandHandler implements ICommandHandler<DirectSecrecy> {
  constructor(
    private readonly store: EventStore,
    private readonly turns: Turns,
  ) {}

  async execute({ command, meta }: DirectSecrecy): Promise<Outcome<SecrecyEvent, SecrecyState>> {
    const stream = secrecyStream(command.agency, Number(command.localDate.slice(0, 4)));
    // One stream takes all of an agency's year: counts that race for it would run out of attempts, and be lost.
    const counted = await this.turns.take(stream, () => transact(this.store, secrecy, stream, command, meta));
    return outcomeIn('secrecy', counted);
  }
}
