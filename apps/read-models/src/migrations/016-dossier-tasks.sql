-- What one-stop units have to do with dossiers, until it is done. `about`: the hand-off or consultation; `other`: the
-- agency on the other side.
create table dossier_task (
  dossier_id text collate "C" not null,
  task text collate "C" not null,
  about text collate "C" not null,
  agency text collate "C" not null,
  other text,
  since text collate "C" not null,
  due_at text,
  primary key (dossier_id, task, about)
);
create index dossier_task_of on dossier_task (agency, task, since, dossier_id, about);
