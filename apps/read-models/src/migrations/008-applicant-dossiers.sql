-- Which dossiers are whose: of a person nothing but its reference.
create table applicant_dossier (
  dossier_id text collate "C" primary key,
  applicant_ref text collate "C" not null,
  is_open boolean not null
);
create index applicant_dossier_of on applicant_dossier (applicant_ref);
