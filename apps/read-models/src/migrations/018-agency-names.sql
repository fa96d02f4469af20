-- What agencies were called since when; the first name has no day.
create table agency_name (
  agency text collate "C" not null,
  from_date text collate "C" not null,
  name text not null,
  primary key (agency, from_date)
);

-- Rows of before hold no names, nor since when a dossier is held: everything is built again.
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
alter table dossier add column held_since text not null;
update checkpoint set position = -1, stream = null, revision = null, event_id = null, epoch = null, is_live = false;
