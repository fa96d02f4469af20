import type { Beside, Projection } from '../projector/projection';
import type { RowWrite } from '../projector/row-write';
import { table } from '../projector/table';

const numbers = table('import_in_numbers', 'sha256', 'kind', 'key');
const deadline = table('import_deadline', 'dossier_id');

type Kind = 'agencies' | 'officers' | 'dossiers' | 'handoffs' | 'activities';

/** Files are known by their bytes: the same file under two names is one import. */
const sha256Of = ({ metadata: { importedFrom } }: Beside): string | undefined =>
  importedFrom?.slice(importedFrom.lastIndexOf('#') + 1);

function counted(beside: Beside, kind: Kind, key = ''): RowWrite[] {
  const sha256 = sha256Of(beside);
  return sha256 === undefined ? [] : [numbers.count({ sha256, kind, key }, { count: 1 })];
}

const each =
  (kind: Kind) =>
  (_: unknown, beside: Beside): RowWrite[] =>
    counted(beside, kind);

const ended = numbers.shape({
  given: 'sha256 text collate "C", dossier_id text collate "C", ended_at text collate "C"',
  adds: ['sha256'],
  reads: [deadline.by('dossier_id')],
  sql: `insert into import_in_numbers (sha256, kind, key, count)
    select sha256, kind, '', count(*)
    from given left join import_deadline using (dossier_id, sha256)
    cross join lateral (values ('ended', true), ('ended-on-time', due_at >= ended_at)) as measured (kind, holds)
    where holds
    group by sha256, kind
    on conflict (sha256, kind, key) do update set count = import_in_numbers.count + excluded.count`,
});

/** Counts of what each imported file brought, and the deadlines by which its dossiers are measured. */
export const importInNumbers: Projection = {
  name: 'import-in-numbers.v1',
  tables: [numbers, deadline],
  on: {
    AgencyRegistered: each('agencies'),
    OfficerAppointed: each('officers'),
    DossierOpened: ({ dossierId, channel, dueAt }, beside) => {
      const sha256 = sha256Of(beside);
      if (sha256 === undefined) return [];
      const due = deadline.insert({ dossier_id: dossierId, sha256, due_at: dueAt });
      return [...counted(beside, 'dossiers', channel), ...(dueAt === undefined ? [] : [due])];
    },
    HandoffAccepted: each('handoffs'),
    ActivityRecorded: each('activities'),
    DossierCompleted: ({ dossierId, endedAt }, beside) => {
      const sha256 = sha256Of(beside);
      return sha256 === undefined ? [] : [ended({ sha256, dossier_id: dossierId, ended_at: endedAt })];
    },
  },
};
