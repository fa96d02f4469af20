import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type Caller,
  type DossierRegisterQuery,
  type DossierRegisterRow,
  formOperations,
  type Page,
  type QueryReply,
} from '@contracts';
import { ask, atMost, type Question } from '@runtime';
import { Applicants } from '../applicant/applicants';
import { ReadModels } from '../applicant/read-models';

/** Persons of one page that are opened side by side. */
const openedAtOnce = 8;

class DossierRegisterOf extends Query<QueryReply<Page<DossierRegisterRow>>> {
  constructor(
    readonly body: DossierRegisterQuery,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The rows are those of the asker's own agency, or of one it follows, so it is a party to each. */
@QueryHandler(DossierRegisterOf)
class DossierRegisterHandler implements IQueryHandler<DossierRegisterOf> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly applicants: Applicants,
  ) {}

  async execute({ body, caller }: DossierRegisterOf): Promise<QueryReply<Page<DossierRegisterRow>>> {
    const found = await this.readModels.tracked(body, caller);
    if (!found.ok) return found;
    const { rows, ...next } = found.answer;
    const named = await atMost(openedAtOnce, rows, async ({ applicantRef, ...row }) => ({
      ...row,
      applicant: await this.applicants.shown(applicantRef),
    }));
    return { ok: true, answer: { rows: named, ...next } };
  }
}

export const question: Question = {
  asks: [ask(formOperations.getDossierRegister, ({ body, caller }) => new DossierRegisterOf(body, caller))],
  handlers: [DossierRegisterHandler],
};
