-- How far each webhook came. All of it may be lost: it is made again from what the event store was told last.
create table webhook_cursor (
  webhook_id text primary key,
  -- How often sending was begun at a number, and begun at all: a row of an earlier time says nothing of this one.
  starts integer not null,
  runs integer not null,
  -- Of the message that was taken last, or that nobody wanted; event_id is null before the first.
  number integer not null,
  event_id text,
  -- Of the message behind it.
  tries integer not null,
  failing_since text,
  next_at text,
  -- How many challenges and tests came to an end.
  trials integer not null
);

-- What became of the last messages: the newest hundred of each webhook, and its last ten tests.
create table webhook_delivery (
  webhook_id text not null,
  slot integer not null,
  number integer,
  event_id text not null,
  type text not null,
  tries integer not null,
  taken boolean not null,
  outcome text not null,
  took_ms integer not null,
  delay_ms bigint not null,
  at text not null,
  primary key (webhook_id, slot)
);
