-- The desk of each agency: in which box a dossier lies there, since when, and where it stands in that box. Open ones by
-- when they are due, as milliseconds of their instant; done ones by minus the instant they came to their end.
drop table dossier_held, dossier_offered, dossier_due;

-- In which boxes they were only the facts say: everything is built again.
truncate
  document, document_count, document_link, leg, leg_count, leg_silence, step, search_entry, search_party, succession,
  electronic_exchange, incoming_register, incoming_register_leg, outgoing_register, outgoing_register_document,
  dossier, dossier_party, control_slip, control_slip_row, control_slip_consulted, content_access, day_in_numbers,
  import_in_numbers, import_deadline, applicant_dossier, desk_lent, officer_left;
update checkpoint
  set position = -1, stream = null, revision = null, event_id = null, epoch = null, is_live = false;

alter table dossier_party
  add column box text,
  add column had boolean not null,
  add column since text,
  add column officer text,
  add column given_at text,
  add column given_to text,
  add column place double precision not null;
-- What it was linked to when it was submitted, and the first of those that are linked: they are counted once.
alter table dossier add column linked_to jsonb, add column root_id text collate "C" not null;
create index dossier_party_box on dossier_party (agency, box, place, dossier_id);
create index dossier_codes on dossier using gin (codes jsonb_path_ops);
