-- The latest activity of the person that is known: docs/adr/0033-erasures-become-due.md. Null until a job has looked.
-- Registrations and enrollments do not write it. It is never later than the true one, so no due student is left out.
alter table student add column known_active_at timestamptz;

create index student_retention on student ((coalesce(known_active_at, registered_at)), id)
    where erased_at is null and merged_into is null;
