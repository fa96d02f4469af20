-- Documents on paper stand in the same books: what they lack, and what only they have.
alter table incoming_register
  add column voided_by text,
  add column void_approved_by text;
alter table incoming_register_leg
  alter column symbol drop not null,
  alter column document_type drop not null,
  alter column document_id drop not null,
  add column arrived_date text,
  add column note text;
alter table outgoing_register_document add column document_date text;
