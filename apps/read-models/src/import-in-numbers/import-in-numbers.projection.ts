import { sql, type SqlStatement } from '@adapters/read-store';
import type { Beside, Projection } from '../projector/projection';

type Kind = 'agencies' | 'officers' | 'dossiers' | 'handoffs' | 'activities';

/** Files are known by their bytes: the same file under two names is one import. */
const sha256Of = ({ metadata: { importedFrom } }: Beside): string | undefined =>
  importedFrom?.slice(importedFrom.lastIndexOf('#') + 1);

function counted(beside: Beside, kind: Kind, key = ''): SqlStatement[] {
  const sha256 = sha256Of(beside);
  if (sha256 === undefined) return [];
  return [
    sql`insert into import_in_numbers (sha256, kind, key, count) values (${sha256}, ${kind}, ${key}, 1)
        on conflict (sha256, kind, key) do update set count = import_in_numbers.count + 1`,
  ];
}

const each =
  (kind: Kind) =>
  (_: unknown, beside: Beside): SqlStatement[] =>
    counted(beside, kind);

/** Counts of what each imported file brought, and the deadlines by which its dossiers are measured. */
export const importInNumbers: Projection = {
  name: 'import-in-numbers.v1',
  tables: ['import_in_numbers', 'import_deadline'],
  on: {
    AgencyRegistered: each('agencies'),
    OfficerAppointed: each('officers'),
    DossierOpened: ({ dossierId, channel, dueAt }, beside) => {
      const sha256 = sha256Of(beside);
      if (sha256 === undefined) return [];
      const deadline = sql`insert into import_deadline (dossier_id, sha256, due_at)
        values (${dossierId}, ${sha256}, ${dueAt ?? null}) on conflict (dossier_id) do nothing`;
      return [...counted(beside, 'dossiers', channel), ...(dueAt === undefined ? [] : [deadline])];
    },
    HandoffAccepted: each('handoffs'),
    ActivityRecorded: each('activities'),
    DossierCompleted: ({ dossierId, endedAt }, beside) => {
      const sha256 = sha256Of(beside);
      if (sha256 === undefined) return [];
      return [
        sql`insert into import_in_numbers (sha256, kind, key, count)
            select ${sha256}::text, kind, '', 1
            from (values ('ended', true), ('ended-on-time', exists (
              select from import_deadline
              where dossier_id = ${dossierId} and sha256 = ${sha256} and due_at >= ${endedAt} collate "C"
            ))) as measured (kind, holds)
            where holds
            on conflict (sha256, kind, key) do update set count = import_in_numbers.count + 1`,
      ];
    },
  },
};
