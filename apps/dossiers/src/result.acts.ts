import type { resultOperations } from '@contracts';
import type { Acts, CommandsOf } from '@runtime';
import type { AtDossiers } from './dossier-desk';

/** What each operation on the result of a dossier comes to. */
export const resultActs: Acts<CommandsOf<typeof resultOperations>, AtDossiers> = {
  proposeResult: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'ProposeResult', by, officer, ...body, at }),
  denyApproval: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'DenyApproval', by, officer, ...body, at }),
  approveResult: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'ApproveResult', by, officer, ...body, at }),
  numberResult: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'NumberResult', by, officer, ...body, at }),
  issueResult: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'IssueResult', by, officer, ...body, at }),
  forwardResult: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'ForwardResult', by, officer, ...body, at }),
  returnResult: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'ReturnResult', by, officer, ...body, at }),
  correctResult: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'CorrectResult', by, officer, ...body, at }),
  archiveDossier: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'ArchiveDossier', by, officer, ...body, at }),
};
