import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Metadata } from '@contracts';
import { agency, agencyStream, type AgencyCommand } from '@domain/agency';
import { EventStore, transact } from '@adapters/event-store';
import { KnownAgencies } from '../known-agencies';
import type { AgencyOutcome } from '../replies';

type Registration = Omit<Extract<AgencyCommand, { type: 'RegisterAgency' }>, 'parentRegistered'>;

/** A registration before anybody looked whether the agency above exists. */
export class RegisterAgency extends Command<AgencyOutcome> {
  constructor(
    readonly registration: Registration,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(RegisterAgency)
export class RegisterAgencyHandler implements ICommandHandler<RegisterAgency> {
  constructor(
    private readonly store: EventStore,
    private readonly agencies: KnownAgencies,
  ) {}

  async execute({ registration, meta }: RegisterAgency): Promise<AgencyOutcome> {
    const { code, parent } = registration;
    const parentRegistered = parent !== undefined && (await this.agencies.isRegistered(parent));
    return transact(this.store, agency, agencyStream(code), { ...registration, parentRegistered }, meta);
  }
}
