import { type ApplicantRecorded, subjects } from '@contracts';
import { accepted, type Officer } from './province';

/** A citizen whom nobody else knows. */
export const someCitizen = { kind: 'citizen', name: 'Trần Thị Thử Nghiệm' } as const;

/** Reference of somebody whom the officer's agency has recorded, so that it may begin dossiers of theirs. */
export async function applicantOf(officer: Officer): Promise<string> {
  const recorded = await officer.command<ApplicantRecorded>(subjects.recordApplicant, {}, someCitizen);
  return accepted(recorded).applicantRef;
}
