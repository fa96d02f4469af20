-- Whatever has a number is found: documents, lines of the books on paper, dossiers, hand-over slips. Words know where
-- they stand and which marks they bear.
drop table search_entry;
create table search_entry (
  agency text collate "C" not null,
  -- `in`, `out`; of what has no direction its kind.
  direction text collate "C" not null,
  -- Id of a document, dossier or slip, key of a line of a book.
  found_id text collate "C" not null,
  kind text not null,
  at text collate "C",
  document_date text collate "C",
  -- Local date; later than all for what is not due.
  due text collate "C" not null,
  words tsvector not null,
  -- What is shown of what stands in no other row.
  card jsonb,
  primary key (found_id, direction, agency)
);
create index search_newest_first on search_entry (agency, at, found_id, direction) where at is not null;
create index search_due_first on search_entry (agency, due, found_id, direction) where at is not null;
create index search_by_document_date on search_entry (agency, document_date) where at is not null;
create index search_words on search_entry using gin (words);

-- Words of before have no places: everything is built again.
do $$
declare each text;
begin
  for each in
    select tablename from pg_tables
    where schemaname = current_schema() and tablename not in ('migration', 'checkpoint')
  loop
    execute format('truncate %I', each);
  end loop;
end $$;
update checkpoint set position = -1, stream = null, revision = null, event_id = null, epoch = null, is_live = false;
