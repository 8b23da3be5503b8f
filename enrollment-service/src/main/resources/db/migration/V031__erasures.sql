-- An erased student stays as a row without a person behind it, so that counts stay what they were.
alter table student add column erased_at timestamptz;
alter table student
    alter column family_name drop not null,
    alter column given_names drop not null,
    alter column birth_date drop not null,
    alter column birth_place drop not null,
    alter column identity_key drop not null,
    add check (case when erased_at is null
               then num_nulls(family_name, given_names, birth_date, birth_place, identity_key) = 0
               else num_nonnulls(family_name, given_names, birth_date, birth_place, identity_key, email, ine) = 0 end);

create table erasure_receipt (
    id         uuid        primary key,
    student_id uuid        not null unique references student (id),
    erased_at  timestamptz not null,
    erased_by  text        not null,
    purged     jsonb       not null
);

-- Stored answers that hold a student's data: those to registrations without an enrollment.
create index idempotency_key_student
    on idempotency_key (substring(headers ->> 'Location' from '/v1/students/([0-9a-f-]{36})$'))
    where substring(headers ->> 'Location' from '/v1/students/([0-9a-f-]{36})$') is not null;
