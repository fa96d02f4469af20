-- Officers in no post any more, whose work somebody has to take over.
create table officer_left (
  agency text collate "C" not null,
  officer text collate "C" not null,
  left_at text not null,
  primary key (agency, officer)
);
