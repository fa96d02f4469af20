-- Every state of documents and legs. Inbox, outbox and document were tables of their own that said the same: they are
-- questions to one row a document and one row a leg now. What is only shown stands in `card`.

drop table inbox, outbox, outbox_leg, document, document_leg;

create table document (
  document_id text collate "C" primary key,
  agency text collate "C" not null,
  state text collate "C" not null,
  document_type text not null,
  subject text not null,
  urgency text not null,
  due_date text collate "C",
  symbol text collate "C",
  drafted_by text collate "C" not null,
  drafted_at text collate "C" not null,
  issued_at text collate "C",
  changed_at text not null,
  send_by text collate "C",
  card jsonb not null
);
create index document_newest_first on document (agency, drafted_at, document_id);
create index document_by_state on document (agency, state, drafted_at, document_id);
create index document_by_symbol on document (agency, symbol);
create index document_must_leave on document (agency, drafted_at, document_id) where send_by is not null;

create table leg (
  document_id text collate "C" not null,
  recipient text collate "C" not null,
  sender text collate "C" not null,
  state text collate "C" not null,
  -- Where a recall or an update that comes to nothing leads back to.
  state_before text collate "C",
  document_type text not null,
  symbol text not null,
  subject text not null,
  urgency text collate "C" not null,
  due_date text collate "C",
  queued_at text collate "C" not null,
  arrived_at text collate "C",
  since text not null,
  number integer,
  book_year integer,
  assignee text collate "C",
  attempts integer not null default 0,
  due_passed boolean not null default false,
  overdue boolean not null default false,
  -- It may be here already under another id, and nobody has decided.
  undecided boolean not null default false,
  card jsonb not null,
  primary key (document_id, recipient)
);
create index leg_newest_first on leg (recipient, arrived_at, document_id) where arrived_at is not null;
create index leg_by_state on leg (recipient, state, arrived_at, document_id) where arrived_at is not null;
create index leg_by_sender on leg (recipient, sender, arrived_at, document_id) where arrived_at is not null;
create index leg_overdue on leg (recipient, arrived_at, document_id) where arrived_at is not null and overdue;
create index leg_undecided on leg (recipient, arrived_at, document_id) where arrived_at is not null and undecided;
create index leg_urgent on leg (recipient, urgency, arrived_at, document_id)
  where arrived_at is not null and urgency <> 'normal';
create index leg_of_assignee on leg (recipient, assignee, arrived_at, document_id)
  where state in ('Assigned', 'InProcess');
create index leg_in_trouble on leg (sender, state, queued_at, document_id)
  where state in ('Failed', 'RecallDisputed');

-- Every fact of a document (recipient is empty) and of its legs, by position: history, and what streams of events are
-- read from. `shown`: the recipient may know of it.
create table step (
  position bigint primary key,
  document_id text collate "C" not null,
  recipient text collate "C" not null,
  sender text not null,
  shown boolean not null,
  fact text not null,
  state text not null,
  at text not null,
  told jsonb not null
);
create index step_of_leg on step (document_id, recipient, position);
create index step_of_document on step (document_id, position);
create index step_of_inbox on step (recipient, position) where shown;

-- Issued documents that name others: answers, replacements, corrections, copies.
create table document_link (
  document_id text collate "C" not null,
  kind text collate "C" not null,
  target_agency text collate "C" not null,
  target_symbol text collate "C" not null,
  target_id text collate "C",
  agency text not null,
  symbol text not null,
  at text collate "C" not null,
  primary key (document_id, kind, target_agency, target_symbol)
);
create index document_link_to on document_link (target_id, kind, at, document_id);
create index document_link_to_symbol on document_link (target_agency, target_symbol) where target_id is null;

-- One row a document and agency that may find it. Words hold the agency too, so that one index serves both.
create table search_entry (
  agency text collate "C" not null,
  direction text collate "C" not null,
  document_id text collate "C" not null,
  at text collate "C",
  words tsvector not null,
  primary key (agency, direction, document_id)
);
create index search_newest_first on search_entry (agency, at, document_id, direction) where at is not null;
create index search_words on search_entry using gin (words);

-- Who reads on for a closed agency, through chains of them, from a date on.
create table succession (
  successor text collate "C" not null,
  predecessor text collate "C" not null,
  effective_date text collate "C" not null,
  primary key (successor, predecessor)
);

-- Counts follow their rows within the same statement, so they cannot differ from them.
create table document_count (
  agency text collate "C" not null,
  state text collate "C" not null,
  count integer not null,
  primary key (agency, state)
);
create table leg_count (
  recipient text collate "C" not null,
  arrived boolean not null,
  state text collate "C" not null,
  count integer not null,
  primary key (recipient, arrived, state)
);

create function count_document() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    update document_count set count = count - 1 where agency = old.agency and state = old.state;
  end if;
  insert into document_count (agency, state, count) values (new.agency, new.state, 1)
    on conflict (agency, state) do update set count = document_count.count + 1;
  return null;
end $$;
create trigger document_counted after insert on document for each row execute function count_document();
create trigger document_moved after update of state on document for each row
  when (old.state <> new.state) execute function count_document();

create function count_leg() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    update leg_count set count = count - 1
      where recipient = old.recipient and arrived = (old.arrived_at is not null) and state = old.state;
  end if;
  insert into leg_count (recipient, arrived, state, count)
    values (new.recipient, new.arrived_at is not null, new.state, 1)
    on conflict (recipient, arrived, state) do update set count = leg_count.count + 1;
  return null;
end $$;
create trigger leg_counted after insert on leg for each row execute function count_leg();
create trigger leg_moved after update of state, arrived_at on leg for each row
  when (old.state <> new.state or (old.arrived_at is null) <> (new.arrived_at is null)) execute function count_leg();

-- What is counted of secrets and of issued documents, by agency and local year.
create table electronic_exchange (
  agency text collate "C" not null,
  year integer not null,
  electronic integer not null default 0,
  refused_secret integer not null default 0,
  primary key (agency, year)
);

alter table content_access add column cancelled boolean not null default false;

alter table incoming_register_leg
  add column document_date text,
  add column addressed_to text,
  add column receiver text,
  add column cancelled_at text;

-- Administrative documents have one series, each normative type its own.
drop table outgoing_register;
create table outgoing_register (
  agency text collate "C" not null,
  book_year integer not null,
  series text collate "C" not null,
  number integer not null,
  document_id text collate "C" not null,
  numbered_at text not null,
  symbol text,
  voided text,
  voided_by text,
  void_approved_by text,
  primary key (agency, book_year, series, number)
);
alter table outgoing_register_document
  add column issued_at text,
  add column filed_by text,
  add column copies integer,
  add column note text,
  add column paper_follows boolean not null default false;

-- All rows are built again.
truncate
  incoming_register, incoming_register_leg, outgoing_register_document, dossier_held, dossier_offered, dossier_due,
  dossier, dossier_party, control_slip, control_slip_row, content_access, day_in_numbers,
  import_in_numbers, import_deadline;
update checkpoint set position = -1;
