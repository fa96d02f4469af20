-- Instants are text in the store's own form, `YYYY-MM-DDTHH:mm:ss.sssZ`: collation "C" sorts them by time, and they are
-- answered as they were recorded. Key columns take "C" too, so that pages are in the same order on every server.

create table checkpoint (
  the_only boolean primary key default true check (the_only),
  store_id text not null,
  position bigint not null
);

create table inbox (
  agency text collate "C" not null,
  document_id text collate "C" not null,
  sender text not null,
  symbol text not null,
  document_type text not null,
  subject text not null,
  urgency text not null,
  state text not null,
  arrived_at text collate "C",
  number integer,
  book_year integer,
  assignee text,
  changed_at text not null,
  primary key (agency, document_id)
);
create index inbox_newest_first on inbox (agency, arrived_at, document_id) where arrived_at is not null;

create table outbox (
  document_id text collate "C" primary key,
  agency text collate "C" not null,
  state text not null,
  document_type text not null,
  subject text not null,
  urgency text not null,
  symbol text,
  drafted_at text collate "C" not null,
  issued_at text
);
create index outbox_newest_first on outbox (agency, drafted_at, document_id);
create table outbox_leg (
  document_id text collate "C" not null,
  recipient text collate "C" not null,
  state text not null,
  primary key (document_id, recipient)
);

create table document (
  document_id text collate "C" primary key,
  agency text not null,
  state text not null,
  document_type text not null,
  subject text not null,
  urgency text not null,
  contents jsonb not null,
  symbol text,
  number integer,
  book_year integer,
  due_date text,
  drafted_at text not null,
  signed_at text,
  numbered_at text,
  issued_at text
);
create table document_leg (
  document_id text collate "C" not null,
  recipient text collate "C" not null,
  state text not null,
  since text not null,
  arrived boolean not null,
  history jsonb not null,
  primary key (document_id, recipient)
);

create table incoming_register (
  agency text collate "C" not null,
  book_year integer not null,
  number integer not null,
  delivery_id text collate "C" not null,
  numbered_at text not null,
  received_by text,
  accepted_at text,
  voided text,
  primary key (agency, book_year, number)
);
create table incoming_register_leg (
  delivery_id text collate "C" primary key,
  document_id text not null,
  sender text not null,
  symbol text not null,
  document_type text not null,
  subject text not null,
  arrived_at text
);

create table outgoing_register (
  agency text collate "C" not null,
  book_year integer not null,
  number integer not null,
  document_id text collate "C" not null,
  numbered_at text not null,
  symbol text,
  voided text,
  primary key (agency, book_year, number)
);
create table outgoing_register_document (
  document_id text collate "C" primary key,
  document_type text not null,
  subject text not null,
  signer text,
  recipients jsonb not null
);

create table dossier_held (
  dossier_id text collate "C" primary key,
  procedure text not null,
  channel text not null,
  holder text collate "C" not null,
  held_since text collate "C" not null,
  opened_at text not null,
  due_at text,
  state text not null
);
create index dossier_held_newest_first on dossier_held (holder, held_since, dossier_id);

create table dossier_offered (
  dossier_id text collate "C" not null,
  handoff_id text collate "C" not null,
  sender text not null,
  recipient text collate "C" not null,
  giver text not null,
  reason text not null,
  offered_at text collate "C" not null,
  due_at text,
  primary key (dossier_id, handoff_id)
);
create index dossier_offered_oldest_first on dossier_offered (recipient, offered_at, handoff_id);
create table dossier_due (
  dossier_id text collate "C" primary key,
  due_at text not null
);

create table dossier (
  dossier_id text collate "C" primary key,
  procedure text not null,
  channel text not null,
  codes jsonb not null,
  opened_by text not null,
  holder text not null,
  state text not null,
  pending_handoff jsonb,
  opened_at text not null,
  started_at text not null,
  due_at text,
  completed_at text,
  ended_at text,
  outcome text,
  activities integer not null
);
create table dossier_party (
  dossier_id text collate "C" not null,
  agency text collate "C" not null,
  primary key (dossier_id, agency)
);

create table control_slip (
  dossier_id text collate "C" primary key,
  opened_by text not null,
  opened_at text not null,
  holder text not null
);
create table control_slip_row (
  dossier_id text collate "C" not null,
  row_number integer not null,
  handoff_id text collate "C" not null,
  sender text not null,
  recipient text not null,
  giver text not null,
  offered_at text not null,
  outcome text not null,
  taker text,
  settled_by text,
  settled_at text,
  reason text not null,
  settled_reason text,
  primary key (dossier_id, row_number)
);
create unique index control_slip_handoff on control_slip_row (dossier_id, handoff_id);

create table content_access (
  sha256 text collate "C" not null,
  agency text collate "C" not null,
  document_id text collate "C" not null,
  media_type text not null,
  name text not null,
  size bigint not null,
  readable boolean not null,
  primary key (sha256, agency, document_id)
);
create index content_access_leg on content_access (document_id, agency);

create table day_in_numbers (
  kind text collate "C" not null,
  key text collate "C" not null,
  count integer not null,
  primary key (kind, key)
);
