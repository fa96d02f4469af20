-- Dossiers that were offered to one agency with one slip; what became of each stands on its own control slip.
create table hand_over_slip (
  slip_id text collate "C" primary key,
  number integer not null,
  local_date text not null,
  sender text collate "C" not null,
  recipient text collate "C" not null,
  giver text not null,
  reason text not null,
  issued_at text not null
);
alter table control_slip_row add column slip_id text collate "C";
create index control_slip_row_slip on control_slip_row (slip_id, dossier_id) where slip_id is not null;
