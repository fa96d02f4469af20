import type { DossierAccepted, intakeOperations } from '@contracts';
import type { DossierEvent } from '@domain/dossier';
import type { Acts, CommandsOf } from '@runtime';
import type { AtDossiers } from './dossier-desk';

/** What each operation at the counter comes to. */
export const intakeActs: Acts<CommandsOf<typeof intakeOperations>, AtDossiers> = {
  submitDossier: ({ on, newId, agency, officer, at, body }) => {
    const dossierId = newId('dossier');
    const submitted = { type: 'SubmitDossier', dossierId, agency, officer, ...body, at } as const;
    return on(dossierId, submitted, { dossierId });
  },
  recordPostalHandover: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RecordPostalHandover', by, officer, ...body, at }),
  guideIntakeSupplement: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'GuideIntakeSupplement', by, officer, ...body, at }),
  receiveIntakeSupplement: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'ReceiveIntakeSupplement', by, officer, ...body, at }),
  refuseAcceptance: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RefuseAcceptance', by, officer, ...body, at }),
  acceptDossier: ({ told, agency: by, officer, at, target }) =>
    told(target.dossierId, { type: 'AcceptDossier', by, officer, at }, acceptedIn),
};

/** What stands on the receipt and appointment slip. */
function acceptedIn(events: readonly DossierEvent[]): DossierAccepted {
  const accepted = events.find((event) => event.type === 'DossierAccepted');
  const { code, startedAt, dueAt, legalDueAt, handOverBy } = (accepted as typeof accepted & object).data;
  return { scheme: code.scheme, code: code.value, startedAt, dueAt, legalDueAt, handOverBy };
}
