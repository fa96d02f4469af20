import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import type { Caller, Metadata } from '@contracts';
import { dossier, type DossierEvent, type DossierState, dossierStream, turnOf } from '@domain/dossier';
import { type Outcome, outcomeIn, Turns } from '@runtime';
import { ActingFor, type Standing } from './acting';
import { type AskedOfDossier, type Asking, Gathering } from './gathering';
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
    private readonly acting: ActingFor,
    private readonly turns: Turns,
  ) {}

  /** As the own agency; where it is not that one's turn, for a closed one whose turn it is and that it follows. */
  async execute({ dossierId, asked, meta, caller }: ActOnDossier): Promise<DossierRecorded> {
    const own = await this.attempt(dossierId, asked, { meta, caller });
    if (!('refused' in own) || !('by' in asked)) return own;
    const standing = async (): Promise<Standing> => {
      const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
      return state.status === 'absent' ? {} : { turn: turnOf(asked, state), parties: state.parties };
    };
    const closed = await this.acting.turnBehind(own, { at: asked.at, caller, standing });
    if (closed === undefined) return own;
    const forIt = { meta: { ...meta, onBehalfOf: closed }, caller };
    return this.attempt(dossierId, { ...asked, by: closed }, forIt);
  }

  private async attempt(dossierId: string, asked: AskedOfDossier, by: Asking): Promise<DossierRecorded> {
    const gather = (state: DossierState) => this.gathering.complete(asked, state, by);
    const stream = dossierStream(dossierId);
    // Of officers who settle one hand-off at once, all but the first would append in vain.
    const decided = await this.turns.take(stream, () =>
      transact(this.store, dossier, stream, gather, by.meta),
    );
    const outcome = outcomeIn('dossier', decided);
    const isLate = 'refused' in outcome && outcome.refused === 'apology-too-late';
    if (isLate && asked.type === 'IssueApology') await this.late.note(stream, asked, by.meta);
    return outcome;
  }
}
