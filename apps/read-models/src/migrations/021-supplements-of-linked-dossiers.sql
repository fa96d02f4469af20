-- Where a dossier stood when its applicant was asked for a supplement; of those asked before: in process.
alter table dossier add column stage_asked text;
alter table dossier_leg add column paused_at text;
