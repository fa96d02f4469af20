import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, stateOf } from '@adapters/event-store';
import {
  AgencyTarget,
  type DossiersAmiss,
  DossiersOnDeskBody,
  inside,
  type QueryReply,
  subjects,
} from '@contracts';
import { dossier, dossierStream } from '@domain/dossier';
import { ask, atMost, Clock, type Question } from '@runtime';

class FindDossiersOnDesk extends Query<QueryReply<DossiersAmiss>> {
  constructor(
    readonly agency: string,
    readonly asked: DossiersOnDeskBody,
  ) {
    super();
  }
}

const atOnce = 4;

/** Each is decided on as it stands, and nothing is recorded. */
@QueryHandler(FindDossiersOnDesk)
class FindDossiersOnDeskHandler implements IQueryHandler<FindDossiersOnDesk> {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async execute({ agency: by, asked }: FindDossiersOnDesk): Promise<QueryReply<DossiersAmiss>> {
    const { from, to, dossiers } = asked;
    const trial = {
      type: 'HandOverDossier',
      by,
      officer: from,
      from,
      to,
      handoverId: '',
      reason: '',
    } as const;
    const refusals = await atMost(atOnce, dossiers, async (dossierId) => {
      const { state } = await stateOf(this.store, dossier, dossierStream(dossierId));
      const decision = dossier.decider.decide({ ...trial, at: this.clock.now() }, state);
      return 'refused' in decision ? [{ dossierId, refused: decision.refused }] : [];
    });
    return { ok: true, answer: { amiss: refusals.flat() } };
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.dossiersOnDesk, target: AgencyTarget, body: DossiersOnDeskBody }),
      ({ target, body }) => new FindDossiersOnDesk(target.agency, body),
    ),
  ],
  handlers: [FindDossiersOnDeskHandler],
};
