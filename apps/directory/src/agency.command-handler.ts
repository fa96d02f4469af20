import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Metadata } from '@contracts';
import { agency, agencyStream, type AgencyCommand } from '@domain/agency';
import { EventStore, transact } from '@adapters/event-store';
import { KnownAgencies } from './known-agencies';
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
  constructor(
    private readonly store: EventStore,
    private readonly agencies: KnownAgencies,
  ) {}

  /** Whoever asks after the answer, asks an instance that knows. */
  async execute({ code, command, meta }: DirectAgency): Promise<AgencyOutcome> {
    const outcome = await transact(this.store, agency, agencyStream(code), command, meta);
    await this.agencies.upToDate(code);
    return outcome;
  }
}
