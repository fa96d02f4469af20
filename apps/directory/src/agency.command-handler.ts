import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Metadata } from '@contracts';
import { agency, agencyStream, type AgencyCommand } from '@domain/agency';
import { EventStore, transact } from '@adapters/event-store';
import type { AgencyOutcome } from './replies';

/** Any command whose facts are all at hand. */
export class DirectAgency extends Command<AgencyOutcome> {
  constructor(
    readonly code: string,
    readonly command: AgencyCommand,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectAgency)
export class AgencyCommandHandler implements ICommandHandler<DirectAgency> {
  constructor(private readonly store: EventStore) {}

  execute({ code, command, meta }: DirectAgency): Promise<AgencyOutcome> {
    return transact(this.store, agency, agencyStream(code), command, meta);
  }
}
