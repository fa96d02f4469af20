-- Legs of interlinked dossiers. No fact of them was stored before, so nothing is built again.
create table dossier_leg (
  dossier_id text collate "C" not null,
  leg_order integer not null,
  mode text not null,
  lead text collate "C" not null,
  one_stop text collate "C" not null,
  agency text collate "C" not null,
  task text not null,
  state text collate "C" not null,
  mandatory boolean not null,
  opened_at text,
  due_at text collate "C" not null,
  late boolean not null default false,
  late_agencies jsonb not null default '[]'::jsonb,
  ended_at text,
  result_sha256 text,
  result_symbol text,
  reason text,
  proposed_to text,
  monitor text,
  primary key (dossier_id, leg_order)
);
create index dossier_leg_earliest_due on dossier_leg (agency, state, due_at, dossier_id, leg_order);
