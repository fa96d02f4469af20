-- Whose desk is lent to which colleague, from the first to the last local day, both included. `ended_date`: from that
-- day on it is not.
create table desk_lent (
  agency text collate "C" not null,
  lending_id text collate "C" not null,
  officer text collate "C" not null,
  cover text collate "C" not null,
  from_date text collate "C" not null,
  to_date text collate "C" not null,
  ended_date text collate "C",
  primary key (agency, lending_id)
);
create index desk_lent_to on desk_lent (agency, cover, to_date);
