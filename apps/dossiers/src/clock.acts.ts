import type { clockOperations } from '@contracts';
import type { Acts, CommandsOf } from '@runtime';
import type { AtDossiers } from './dossier-desk';

/** What each operation on a dossier that is worked on comes to. */
export const clockActs: Acts<CommandsOf<typeof clockOperations>, AtDossiers> = {
  assignProcessor: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'AssignProcessor', by, officer, ...body, at }),
  requestConsultation: ({ on, newId, agency: by, officer, at, target, body }) => {
    const consultationId = newId('consultation');
    const request = { type: 'RequestConsultation', consultationId, by, officer, ...body, at } as const;
    return on(target.dossierId, request, { consultationId });
  },
  answerConsultation: ({ on, agency: by, officer, at, target: { dossierId, consultationId }, body }) =>
    on(dossierId, { type: 'AnswerConsultation', consultationId, by, officer, ...body, at }),
  recordVerification: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RecordVerification', by, officer, ...body, at }),
  requestSupplement: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RequestSupplement', by, officer, ...body, at }),
  submitSupplement: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'SubmitSupplement', by, officer, ...body, at }),
  acceptSupplement: ({ on, agency: by, officer, at, target }) =>
    on(target.dossierId, { type: 'AcceptSupplement', by, officer, at }),
  lapseSupplement: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'LapseSupplement', by, officer, ...body, at }),
  stopProcessing: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'StopProcessing', by, officer, ...body, at }),
  requestWithdrawal: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RequestWithdrawal', by, officer, ...body, at }),
  withdrawDossier: ({ on, agency: by, officer, at, target }) =>
    on(target.dossierId, { type: 'WithdrawDossier', by, officer, at }),
  rejectWithdrawal: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RejectWithdrawal', by, officer, ...body, at }),
  issueApology: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'IssueApology', by, officer, ...body, at }),
};
