-- What each agency was told, in the order of the store, under numbers of its own: 1, 2, 3 … without a gap.
create table agency_feed (
  agency text collate "C" not null,
  number integer not null,
  event_id uuid not null,
  position bigint not null,
  -- Where in the store it was counted: its own position, or where its stream was taken up again. Never falls.
  counted_at bigint not null,
  stream text not null,
  revision bigint not null,
  primary key (agency, number)
);
create unique index agency_feed_by_position on agency_feed (position, agency);
-- The last number of each agency.
create table agency_feed_end (
  agency text collate "C" primary key,
  number integer not null
);

-- Everything that was ever told is counted: everything is built again.
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
