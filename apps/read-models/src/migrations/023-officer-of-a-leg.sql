-- Who acted on a leg last. No release has rows of legs yet, so nothing is built again.
alter table dossier_leg add column officer text;
