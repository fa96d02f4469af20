-- What waits for officers who want to hear of it, from when it was found until long after it was told: nothing is told
-- twice by one way. All of it may be lost: then what still waits is told once more.
create table notice_matter (
  notice_id text not null,
  way text not null,
  kind text not null,
  matter text not null,
  symbol text not null,
  path text not null,
  found_at text not null,
  -- Null until a letter tells it.
  letter_id text,
  primary key (notice_id, way, kind, matter)
);
create index notice_matter_untold on notice_matter (notice_id) where letter_id is null;
create index notice_matter_by_age on notice_matter (found_at);

-- Letters on their way, and those of late. Addresses stand nowhere here.
create table notice_letter (
  letter_id text primary key,
  notice_id text not null,
  way text not null,
  lines jsonb not null,
  made_at text not null,
  tries integer not null,
  -- Of the last try, in a code.
  outcome text,
  -- Null when nothing is tried any more.
  next_at text
);
create index notice_letter_open on notice_letter (way, next_at) where next_at is not null;
create index notice_letter_last on notice_letter (notice_id, way, made_at);
create index notice_letter_by_age on notice_letter (made_at);
