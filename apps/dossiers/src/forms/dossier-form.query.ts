import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore, factIn } from '@adapters/event-store';
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
import type { Codec, Fact } from '@domain/decider';
import { dossierCodec, dossierStream } from '@domain/dossier';
import { legCodec, legStream } from '@domain/leg/events';
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
    const facts = await this.factsIn(dossierStream(dossierId), dossierCodec);
    const route = facts.findLast((fact) => fact.type === 'RouteFixed');
    const legs = route?.type === 'RouteFixed' && form === 'control-slip' ? route.data.legs : [];
    const ofLegs = await Promise.all(
      legs.map((_, place) => this.factsIn(legStream({ dossierId, order: place + 1 }), legCodec)),
    );
    const found = formOf(form, facts, ofLegs);
    if (typeof found === 'string') return refusedBy('dossier', found);
    const applicant = await this.applicants.shown(found.applicant.applicantRef);
    return { ok: true, answer: { ...found, applicant } };
  }

  private async factsIn<E extends Fact>(stream: string, codec: Codec<E>): Promise<readonly E[]> {
    const { events } = await this.store.readStream(stream);
    return events.map((stored) => factIn(codec, stored)).filter((fact) => fact !== undefined);
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
