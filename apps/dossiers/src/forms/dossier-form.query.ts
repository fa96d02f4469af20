import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '@adapters/event-store';
import {
  type Caller,
  type DossierFormData,
  DossierFormTarget,
  formsOfDossier,
  inside,
  OneQuery,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { dossierCodec, type DossierEvent, dossierStream } from '@domain/dossier';
import { ask, type Question } from '@runtime';
import { Applicants } from '../applicant/applicants';
import { ReadModels } from '../applicant/read-models';
import { formOf } from './dossier-form.policy';

type FormKey = DossierFormData['form'];

class FindDossierForm extends Query<QueryReply<DossierFormData>> {
  constructor(
    readonly target: DossierFormTarget,
    readonly body: OneQuery,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** For whoever is shown the dossier; as the facts have it, so that it waits for nothing else. */
@QueryHandler(FindDossierForm)
class FindDossierFormHandler implements IQueryHandler<FindDossierForm> {
  constructor(
    private readonly store: EventStore,
    private readonly readModels: ReadModels,
    private readonly applicants: Applicants,
  ) {}

  async execute({ target, body, caller }: FindDossierForm): Promise<QueryReply<DossierFormData>> {
    const { dossierId, form } = target;
    const shown = await this.readModels.dossier(dossierId, body, caller);
    if (!shown.ok) return shown;
    if (!isForm(form)) return refusedBy('dossier', 'unknown-form');
    const found = formOf(form, await this.factsOf(dossierId));
    if (typeof found === 'string') return refusedBy('dossier', found);
    const applicant = await this.applicants.shown(found.applicant.applicantRef);
    return { ok: true, answer: { ...found, applicant } };
  }

  private async factsOf(dossierId: string): Promise<readonly DossierEvent[]> {
    const { events } = await this.store.readStream(dossierStream(dossierId));
    return events.map((stored) => dossierCodec.decode(stored)).filter((fact) => typeof fact !== 'string');
  }
}

const isForm = (form: string): form is FormKey => (formsOfDossier as readonly string[]).includes(form);

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.dossierForm, target: DossierFormTarget, body: OneQuery }),
      ({ target, body, caller }) => new FindDossierForm(target, body, caller),
    ),
  ],
  handlers: [FindDossierFormHandler],
};
