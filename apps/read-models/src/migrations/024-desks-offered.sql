-- Who answers for what is offered, and the leave cover that ended by a list of what went from desk to desk.
create index dossier_offered_by on dossier (holder, (pending_handoff ->> 'giver')) where pending_handoff is not null;
alter table desk_handover add column desk_lendings jsonb not null default '[]'::jsonb;
