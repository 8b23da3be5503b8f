-- A file that a partner or an officer has sent, and how far its rows are processed.
create table import_job (
    id             uuid          primary key,
    revision       bigint        not null,
    kind           text          not null,
    partner_id     uuid,         -- null: an officer's, for any partner
    client         text          not null,
    actor          text          not null, -- JSON, for the audit trail
    actor_name     text          not null,
    updates_students boolean     not null default false, -- whether the caller may correct students
    common_id      uuid,         -- the agreement or site of rows without one of their own
    dry_run        boolean       not null,
    abort_on_error boolean       not null,
    max_error_rate numeric(5, 4),
    overwrite      boolean       not null default false, -- rows replace values that were corrected by the API, too
    columns        text          not null, -- JSON: the names in the file
    separator      text          not null,
    state          text          not null,
    row_count      integer       not null default 0,
    processed      integer       not null default 0, -- the number of the last processed row
    accepted       integer       not null default 0,
    updated        integer       not null default 0,
    repeated       integer       not null default 0,
    refused        integer       not null default 0,
    malformed      integer       not null default 0,
    predicted      text,         -- JSON: what a dry run would take from the counters so far
    created_at     timestamptz   not null,
    touched_at     timestamptz   not null, -- the last part of the file, the last chunk
    started_at     timestamptz,
    ended_at       timestamptz
);
create index import_job_open on import_job (id) where state in ('RECEIVING', 'WAITING', 'RUNNING');
create index import_job_of_client on import_job (client, touched_at);
create index import_job_ended on import_job (ended_at) where ended_at is not null;

-- The rows of a file. A trigger deletes them with the job, seven days after its end. No foreign key: it would look for the
-- job of each row, which the insert has locked.
create table import_row (
    job_id        uuid    not null,
    number        integer not null,
    partner_id    uuid,
    cells         text,   -- JSON; null after an erasure
    outcome       text,   -- null while the row waits
    errors        text,   -- JSON
    identity_key  text,   -- of the student in the row, or only its names
    ine           text,
    student_id    uuid,
    enrollment_id uuid,
    existing_id   uuid,   -- what stands in the way of a refused row
    state         text,   -- of the enrollment when it was registered
    possible_duplicates text, -- JSON: ids of students
    changed_columns text, -- JSON: names in the file
    subject       text,   -- what only one row of the file may be about
    reference     text,   -- of the enrollment, in a dry run
    student_reference text, -- in a dry run
    pdf           bytea,  -- the paper that the row has issued
    primary key (job_id, number)
);
create function delete_import_rows() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
begin
    delete from import_row r using old_rows j where r.job_id = j.id;
    return null;
end
$$;
create trigger rows_of_deleted after delete on import_job referencing old table as old_rows
    for each statement execute function delete_import_rows();
create index import_row_by_subject on import_row (job_id, subject) where subject is not null;
create index import_row_by_reference on import_row (job_id, reference) where reference is not null;
create index import_row_by_student_reference on import_row (job_id, student_reference)
    where student_reference is not null;
create index import_row_by_identity on import_row (identity_key, job_id) where identity_key is not null;
create index import_row_by_ine on import_row (ine, job_id) where ine is not null;
create index import_row_by_student on import_row (student_id, job_id) where student_id is not null;
create index import_row_by_enrollment on import_row (enrollment_id) where enrollment_id is not null;

-- A certificate or an attestation. Its code is on the paper only.
create table paper (
    id            uuid  primary key,
    partner_id    uuid  not null, -- the enrollment's
    enrollment_id uuid  not null references enrollment (id),
    kind          text  not null,
    first_week    date  check (extract(isodow from first_week) = 1), -- null: a certificate
    last_week     date  check (extract(isodow from last_week) = 1),
    code_hash     bytea not null unique,
    facts_hash    bytea not null, -- of the code and of what the paper says: with other facts it is not valid any more
    issued_on     date  not null,
    issued_by     text  not null
);
create index paper_by_enrollment on paper (enrollment_id, id);

-- What was sent to be registered, and what became of it: docs/adr/0030-every-attempt-is-counted.md.

-- One row for each attempt, for 30 days. Only inserted and deleted, except that an erasure removes references.
create table transmission_attempt (
    at         timestamptz not null,
    id         bigint      not null generated by default as identity,
    sent_on    date        not null,
    partner_id uuid,       -- null: the staff of the Cned
    client     text        not null,
    key        text,       -- the idempotency key; null for a row of a file
    import_id  uuid,       -- of a file
    row_number integer,    -- in its import
    reference  text,
    student_id uuid,       -- for an erasure
    code       text,       -- of the problem; null: accepted
    primary key (at, id)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index transmission_attempt_of_partner on transmission_attempt (partner_id, at, id);
create index transmission_attempt_refused on transmission_attempt (partner_id, at, id) where code is not null;
create index transmission_attempt_of_student on transmission_attempt (student_id)
    where reference is not null and student_id is not null;
create index transmission_attempt_of_reference on transmission_attempt (reference)
    where reference is not null and code is not null;

-- Counts that a job adds to transmission_day. Only inserted and deleted: no attempt waits for a counter of another one.
create table transmission_delta (
    sent_on    date    not null,
    partner_id uuid,
    client     text    not null,
    code       text    not null, -- empty: accepted
    attempts   bigint  not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- For three years.
create table transmission_day (
    sent_on    date   not null,
    partner_id uuid,
    client     text   not null,
    code       text   not null,
    attempts   bigint not null
);
create unique index transmission_day_once on transmission_day (partner_id, sent_on, client, code) nulls not distinct;
create index transmission_day_by_day on transmission_day (sent_on);

-- Reports that were counted, for a day: a repeated one is not counted again.
create table transmission_report (
    id          uuid        primary key,
    received_at timestamptz not null
);
create index transmission_report_by_time on transmission_report (received_at);

-- What is unusual in what a partner sends: docs/adr/0030-every-attempt-is-counted.md. At most one of each kind.
create table transmission_alert (
    id           uuid        primary key,
    version      bigint      not null, -- also the event's revision
    partner_id   uuid        not null,
    condition    text        not null,
    state        text        not null,
    last_sent_on date        not null,
    recent       bigint      not null, -- working days, attempts or per cent
    usual        bigint      not null,
    raised_at    timestamptz not null,
    changed_at   timestamptz not null,
    constraint transmission_alert_once unique (partner_id, condition)
);
