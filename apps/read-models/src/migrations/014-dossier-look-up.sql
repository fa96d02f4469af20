-- What anybody may look up by the code of a dossier: how far it has come, nothing else.
create table dossier_progress (
  dossier_id text collate "C" not null,
  code text collate "C" not null,
  degree text not null,
  primary key (dossier_id, code)
);
create index dossier_progress_by_code on dossier_progress (code);

-- The tracking register: what each agency received. Of a person nothing but its reference.
create table dossier_tracked (
  dossier_id text collate "C" primary key,
  agency text collate "C" not null,
  applicant_ref text collate "C" not null,
  code text,
  procedure text not null,
  procedure_name text,
  channel text not null,
  received_at text collate "C",
  due_at text,
  finished_at text,
  returned_at text,
  returned_by text,
  degree text not null
);
create index dossier_tracked_in_order on dossier_tracked (agency, received_at, dossier_id);

-- Dossiers of before stand in the rows already; none of them told the name of its procedure.
insert into dossier_tracked (dossier_id, agency, applicant_ref, code, procedure, channel, received_at, due_at,
    finished_at, returned_at, degree)
  select dossier_id, opened_by, applicant_ref, codes -> 0 ->> 'value', procedure, channel, started_at, due_at,
    coalesce(finished_at, ended_at), case when stage in ('Returned', 'Archived') then ended_at end,
    case
      when stage in ('Stopped', 'Withdrawn', 'NotAccepted') or outcome = 'withdrawn' then 'ended'
      when stage in ('Returned', 'Archived') then 'returned'
      when state = 'completed' or stage = 'Finished' then 'finished'
      when holder <> opened_by or stage not in ('unversioned', 'Accepted') then 'in-process'
      else 'received'
    end
  from dossier join applicant_dossier using (dossier_id);
insert into dossier_progress (dossier_id, code, degree)
  select distinct dossier_id, each ->> 'value', degree
  from dossier join dossier_tracked using (dossier_id), jsonb_array_elements(codes) as each
  where each ->> 'value' is not null;
