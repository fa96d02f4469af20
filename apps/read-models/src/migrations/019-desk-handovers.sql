-- Lists of what went from desk to desk. Nothing of before is in them.
create table desk_handover (
  handover_id text collate "C" primary key,
  agency text collate "C" not null,
  given_by text not null,
  given_from text not null,
  given_to text not null,
  given_at text collate "C" not null,
  taken_at text,
  reason text not null,
  documents jsonb not null,
  dossiers jsonb not null
);
create index desk_handover_newest_first on desk_handover (agency, given_at, handover_id);
create index dossier_on_desk on dossier (holder, processor) where processor is not null;
