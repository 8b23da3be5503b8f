-- The partners that left the agreement by an amendment, and what became of their enrollments.
alter table agreement add column former_parties jsonb not null default '[]';

-- Of an amendment by which a party leaves: KEEP or CANCEL.
alter table agreement_history add column enrollments text check (enrollments in ('KEEP', 'CANCEL'));

-- The days between the end of an agreement and the start of its renewal.
alter table agreement_history add column gap jsonb;
