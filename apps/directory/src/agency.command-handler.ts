import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import { agency, type AgencyCommand, type AgencyEvent, type AgencyState, agencyStream } from '@domain/agency';
import { type Outcome, outcomeIn } from '@runtime';
import { KnownAgencies } from './known-agencies';

export type AgencyOutcome = Outcome<AgencyEvent, AgencyState>;

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
    return outcomeIn('agency', outcome);
  }
}
