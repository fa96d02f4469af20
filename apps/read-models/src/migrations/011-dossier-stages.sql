-- Dossiers that live by a version of their procedure. Those of before have none, so nothing is built again for them.
alter table dossier
  alter column started_at drop not null,
  add column stage text not null default 'unversioned',
  add column stage_before text,
  add column version text,
  add column components jsonb,
  add column processor text,
  add column legal_due_at text,
  add column moved_from text,
  add column overdue boolean not null default false,
  add column hand_over_by text,
  add column finished_at text,
  add column result_sha256 text,
  add column result_symbol text;
alter table dossier_held
  add column stage text not null default 'unversioned',
  add column stage_before text,
  add column overdue boolean not null default false;
alter table control_slip_row add column hand_over_by text, add column timeliness text, add column items jsonb;
create table control_slip_consulted (
  dossier_id text collate "C" not null,
  agency text collate "C" not null,
  primary key (dossier_id, agency)
);
