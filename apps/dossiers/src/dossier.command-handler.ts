import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Caller, Metadata } from '@contracts';
import { dossier, type DossierEvent, type DossierState, dossierStream } from '@domain/dossier';
import { type Outcome, outcomeIn } from '@runtime';
import { type AskedOfDossier, Gathering } from './gathering';
import { LateApologies } from './late-apologies';

export type DossierRecorded = Outcome<DossierEvent, DossierState>;

/** Any command on one dossier. */
export class ActOnDossier extends Command<DossierRecorded> {
  constructor(
    readonly dossierId: string,
    readonly asked: AskedOfDossier,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(ActOnDossier)
export class DossierCommandHandler implements ICommandHandler<ActOnDossier> {
  constructor(
    private readonly store: EventStore,
    private readonly gathering: Gathering,
    private readonly late: LateApologies,
  ) {}

  async execute({ dossierId, asked, meta, caller }: ActOnDossier): Promise<DossierRecorded> {
    const gather = (state: DossierState) => this.gathering.complete(asked, state, { meta, caller });
    const stream = dossierStream(dossierId);
    const outcome = outcomeIn('dossier', await transact(this.store, dossier, stream, gather, meta));
    const isLate = 'refused' in outcome && outcome.refused === 'apology-too-late';
    if (isLate && asked.type === 'IssueApology') await this.late.note(stream, asked, meta);
    return outcome;
  }
}
