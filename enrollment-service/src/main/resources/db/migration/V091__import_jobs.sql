-- A file that a partner or an officer has sent, and how far its rows are processed.
create table import_job (
    id             uuid          primary key,
    version        bigint        not null,
    kind           text          not null,
    partner_id     uuid,         -- null: an officer's, for any partner
    client         text          not null,
    actor          text          not null, -- JSON, for the audit trail
    actor_name     text          not null,
    common_id      uuid,         -- the agreement or site of rows without one of their own
    dry_run        boolean       not null,
    abort_on_error boolean       not null,
    max_error_rate numeric(5, 4),
    columns        text          not null, -- JSON: the names in the file
    separator      text          not null,
    state          text          not null,
    row_count      integer       not null default 0,
    processed      integer       not null default 0, -- the number of the last processed row
    accepted       integer       not null default 0,
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
call protect_by_tenant('import_job', 'partner_id');

-- The rows of a file. Deleted with the job, seven days after its end.
create table import_row (
    job_id        uuid    not null references import_job on delete cascade,
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
    subject       text,   -- what only one row of the file may be about
    primary key (job_id, number)
);
create index import_row_by_subject on import_row (job_id, subject) where subject is not null;
create index import_row_by_identity on import_row (identity_key) where identity_key is not null;
create index import_row_by_ine on import_row (ine) where ine is not null;
create index import_row_by_student on import_row (student_id) where student_id is not null;
create index import_row_by_enrollment on import_row (enrollment_id) where enrollment_id is not null;
call protect_by_tenant('import_row', 'partner_id');
