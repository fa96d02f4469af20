import type { applicantOperations } from '@contracts';
import type { Acts, CommandsOf } from '@runtime';
import type { AtApplicants } from './applicant-desk';

/** What each operation on an applicant comes to. */
export const applicantActs: Acts<CommandsOf<typeof applicantOperations>, AtApplicants> = {
  recordApplicant: ({ on, newId, agency, officer, at, body: person }) =>
    on(
      newId('applicant'),
      { type: 'RecordApplicant', person, agency, officer, at },
      ({ applicantRef, isKnown }) => ({ applicantRef, isKnown }),
    ),
  changeApplicant: ({ on, agency, officer, at, target, body: person }) =>
    on(target.applicantRef, { type: 'ChangeApplicant', person, agency, officer, at }),
  eraseApplicant: ({ on, agency, officer, at, target, body }) =>
    on(target.applicantRef, { type: 'EraseApplicant', ...body, agency, officer, at }),
};
