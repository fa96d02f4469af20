-- A statement writes the rows of many facts: counts follow it, not each of its rows.
drop trigger document_counted on document;
drop trigger document_moved on document;
drop function count_document();
drop trigger leg_counted on leg;
drop trigger leg_moved on leg;
drop function count_leg();

create function count_documents_added() returns trigger language plpgsql as $$
begin
  insert into document_count (agency, state, count)
    select agency, state, count(*) from added group by agency, state
    on conflict (agency, state) do update set count = document_count.count + excluded.count;
  return null;
end $$;
create function count_documents_moved() returns trigger language plpgsql as $$
begin
  insert into document_count (agency, state, count)
    select agency, state, sum(change) from (
      select agency, state, 1 as change from came union all select agency, state, -1 from went
    ) as moved
    group by agency, state having sum(change) <> 0
    on conflict (agency, state) do update set count = document_count.count + excluded.count;
  return null;
end $$;
create trigger document_counted after insert on document referencing new table as added
  for each statement execute function count_documents_added();
create trigger document_moved after update on document referencing old table as went new table as came
  for each statement execute function count_documents_moved();

create function count_legs_added() returns trigger language plpgsql as $$
begin
  insert into leg_count (recipient, arrived, state, count)
    select recipient, arrived_at is not null, state, count(*) from added group by 1, 2, 3
    on conflict (recipient, arrived, state) do update set count = leg_count.count + excluded.count;
  return null;
end $$;
create function count_legs_moved() returns trigger language plpgsql as $$
begin
  insert into leg_count (recipient, arrived, state, count)
    select recipient, arrived, state, sum(change) from (
      select recipient, arrived_at is not null as arrived, state, 1 as change from came
      union all select recipient, arrived_at is not null, state, -1 from went
    ) as moved
    group by recipient, arrived, state having sum(change) <> 0
    on conflict (recipient, arrived, state) do update set count = leg_count.count + excluded.count;
  return null;
end $$;
create trigger leg_counted after insert on leg referencing new table as added
  for each statement execute function count_legs_added();
create trigger leg_moved after update on leg referencing old table as went new table as came
  for each statement execute function count_legs_moved();

-- An arrival was two statements, so that each recipient was counted under a state in between.
delete from leg_count where state = 'Arrived' and not arrived and count = 0;
