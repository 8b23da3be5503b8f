-- Two registrations of one person. The merged one stays as its partner made it, as an alias of the other.
alter table student add column merged_into uuid references student (id);
create index student_aliases on student (merged_into) where merged_into is not null;

-- Whose enrollment it is: student_id is the registration that it was made with, person_id the student whom that
-- registration stands for. No foreign key of its own: it is always student_id's student or whom that is merged into.
alter table enrollment add column person_id uuid;
update enrollment set person_id = student_id;
alter table enrollment alter column person_id set not null;
drop index enrollment_live;
create unique index enrollment_live on enrollment (person_id, offering_id)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
drop index enrollment_by_student;
create index enrollment_by_person on enrollment (person_id, id);

create table student_merge (
    id          uuid        primary key,
    version     bigint      not null,
    survivor_id uuid        not null references student (id),
    merged_id   uuid        not null references student (id),
    reason      text,
    moved       integer     not null,
    merged_at   timestamptz not null,
    merged_by   text        not null,
    undone_at   timestamptz,
    undone_by   text,
    undo_reason text,
    returned    integer,
    check (survivor_id <> merged_id)
);
create index student_merge_survivor on student_merge (survivor_id, id);
create unique index student_merge_in_effect on student_merge (merged_id) where undone_at is null;
