-- The partner's own identifiers of its students and enrollments, each once for the partner. The reference first: one index
-- for the rule and for the search of an officer in all partners.
alter table student
    add column reference text,
    add check (erased_at is null or reference is null);
create unique index student_reference_per_partner on student (reference, partner_id) where reference is not null;

alter table enrollment add column reference text;
create unique index enrollment_reference_per_partner on enrollment (reference, partner_id) where reference is not null;
