-- Streams that stand still since a fact of which no rows could be made. What they say from there on is read again from
-- the store; whoever empties the other tables empties this one.
create table parked_stream (
  stream text collate "C" primary key,
  revision bigint not null,
  position bigint not null,
  event_id text not null,
  type text not null,
  reason text not null,
  program text not null,
  parked_at text not null
);
