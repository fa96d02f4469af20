-- What was not done in time is a row for each time. `card` of a leg says since when what is awaited is owed
-- (`owedSince`) and since when its due date stands (`dueSince`): deadlines are computed as whoever records a silence
-- computes them.

create table leg_silence (
  document_id text collate "C" not null,
  recipient text collate "C" not null,
  silence text collate "C" not null,
  since text collate "C" not null,
  due_at text collate "C" not null,
  at text not null,
  primary key (document_id, recipient, due_at, silence, since)
);

-- What an agency may find by the other side alone, in the order it is answered in: one index, no search.
create table search_party (
  agency text collate "C" not null,
  party text collate "C" not null,
  at text collate "C" not null,
  document_id text collate "C" not null,
  direction text collate "C" not null,
  primary key (agency, party, at, document_id, direction)
);

-- All rows are built again.
truncate
  document, document_count, document_link, leg, leg_count, step, search_entry, succession, electronic_exchange,
  incoming_register, incoming_register_leg, outgoing_register, outgoing_register_document, dossier_held,
  dossier_offered, dossier_due, dossier, dossier_party, control_slip, control_slip_row, content_access, day_in_numbers,
  import_in_numbers, import_deadline;
update checkpoint set position = -1;
