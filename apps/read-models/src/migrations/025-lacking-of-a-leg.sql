-- What its agency told the lead agency lacks, until that one asks the applicant for it.
alter table dossier_leg add column lacking jsonb;
