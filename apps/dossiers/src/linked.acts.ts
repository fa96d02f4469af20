import type { linkedOperations } from '@contracts';
import type { Acts, CommandsOf } from '@runtime';
import type { AtDossiers } from './dossier-desk';

/** What each operation on an interlinked dossier comes to. */
export const linkedActs: Acts<CommandsOf<typeof linkedOperations>, AtDossiers> = {
  fixRoute: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'FixRoute', by, officer, ...body, at }),
  consolidateResults: ({ on, agency: by, officer, at, target }) =>
    on(target.dossierId, { type: 'ConsolidateResults', by, officer, at }),
  refuseLinkedDossier: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RefuseLinkedDossier', by, officer, ...body, at }),
  continueLinkedDossier: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'ContinueLinkedDossier', by, officer, ...body, at }),
};
