-- The event the rows end with, so that a reader can see whether it is still there; nulls while there are no rows.
-- `epoch`: of the history it was read in. `is_live`: whoever writes the rows has reached the end of the history.
alter table checkpoint
  add column stream text,
  add column revision bigint,
  add column event_id text,
  add column epoch integer,
  add column is_live boolean not null default false;

-- Rows of before do not know their event: they are built again.
truncate
  document, document_count, document_link, leg, leg_count, leg_silence, step, search_entry, search_party, succession,
  electronic_exchange, incoming_register, incoming_register_leg, outgoing_register, outgoing_register_document,
  dossier_held, dossier_offered, dossier_due, dossier, dossier_party, control_slip, control_slip_row, content_access,
  day_in_numbers, import_in_numbers, import_deadline;
update checkpoint set position = -1;
