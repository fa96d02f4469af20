-- What every imported file brought, counted. The deadline of an imported dossier is kept to measure its end by.

create table import_in_numbers (
  sha256 text collate "C" not null,
  kind text collate "C" not null,
  key text collate "C" not null,
  count integer not null,
  primary key (sha256, kind, key)
);

create table import_deadline (
  dossier_id text collate "C" primary key,
  sha256 text not null,
  due_at text collate "C" not null
);

-- Facts that were projected before this question was asked are counted too: all rows are built again.
truncate
  inbox, outbox, outbox_leg, document, document_leg, incoming_register, incoming_register_leg,
  outgoing_register, outgoing_register_document, dossier_held, dossier_offered, dossier_due, dossier,
  dossier_party, control_slip, control_slip_row, content_access, day_in_numbers;
update checkpoint set position = -1;
