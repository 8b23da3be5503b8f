-- Scalars beside ranges in one exclusion constraint; a trusted extension, which the owner of the database may install.
create extension if not exists btree_gist;

create table adaptation (
    id            uuid        primary key,
    version       bigint      not null,
    enrollment_id uuid        not null references enrollment (id),
    code          text        not null,
    starts_on     date        not null,
    ends_on       date        not null, -- the last day
    approved_by   text        not null,
    approved_at   timestamptz not null,
    ended_by      text,
    ended_at      timestamptz,
    end_reason    text,
    -- The price of the enrollment from a commercial adaptation on, and the price before.
    price         numeric(10, 2),
    price_before  numeric(10, 2),
    price_reason  text,
    check (starts_on <= ends_on),
    check (num_nulls(price, price_before, price_reason) in (0, 3)),
    constraint adaptation_no_overlap
        exclude using gist (enrollment_id with =, code with =, daterange(starts_on, ends_on, '[]') with &&)
);
create index adaptation_by_enrollment on adaptation (enrollment_id, id);

create table apprenticeship_contract (
    id                    uuid   primary key,
    version               bigint not null,
    enrollment_id         uuid   not null references enrollment (id),
    student_id            uuid   not null references student (id),
    partner_id            uuid   not null,
    employer_siret        text   not null,
    starts_on             date   not null,
    ends_on               date   not null, -- the last day
    training_centre_id    uuid   not null,
    host_school_id        uuid,
    ruptured_on           date,            -- the last day, when it came before ends_on
    rupture_cause         text,
    history               jsonb  not null,
    second_employer_siret text,            -- of a seasonal contract (Code du travail, L6222-5-1)
    rupture_seen_on       date,            -- the day on which the rupture was recorded
    host_school_structure text,            -- NAT_STR_JUR of SIFA
    check (starts_on <= ends_on),
    check (ruptured_on <= ends_on),
    check (num_nulls(ruptured_on, rupture_cause, rupture_seen_on) in (0, 3)),
    check (second_employer_siret <> employer_siret),
    -- One contract at a time for one student. A rupture ends the range, so that another contract may follow. A contract
    -- ends with its enrollment. One that has not begun by then ends before its first day: it has no day at all, which is
    -- the empty range.
    constraint apprenticeship_contract_no_overlap
        exclude using gist (student_id with =,
            daterange(starts_on, greatest(starts_on, coalesce(ruptured_on, ends_on) + 1)) with &&)
);
create index apprenticeship_contract_by_partner on apprenticeship_contract (partner_id, id);
create index apprenticeship_contract_by_student on apprenticeship_contract (student_id, id);
create index apprenticeship_contract_by_enrollment on apprenticeship_contract (enrollment_id);
create index apprenticeship_contract_ruptured on apprenticeship_contract (id) where rupture_seen_on is not null;
-- A training centre, a host school and an employer list their apprentices.
create index apprenticeship_contract_by_centre on apprenticeship_contract (training_centre_id, id);
create index apprenticeship_contract_by_school on apprenticeship_contract (host_school_id, id)
    where host_school_id is not null;
create index apprenticeship_contract_by_employer on apprenticeship_contract (employer_siret, id);
create index apprenticeship_contract_by_second_employer on apprenticeship_contract (second_employer_siret, id)
    where second_employer_siret is not null;

-- Training centres at the national dashboard and at OPCOs: docs/adr/0044-the-dashboard-gets-everything-again.md.
create table centre_connection (
    id        uuid        primary key,
    version   bigint      not null,
    centre_id uuid        not null,
    system    text        not null,
    key       bytea       not null, -- encrypted
    due_at    timestamptz not null, -- of the next run
    run_until timestamptz,          -- the lease of the run that goes on
    next_page integer     not null, -- more than 1 after a run at an OPCO that ended early
    last_run  jsonb,                -- connection.ConnectionView.Run
    unique (centre_id, system)
);

-- What the dashboard has, or may have after a lost answer. One row for each student and academic year, as at the dashboard.
create table dashboard_record (
    id            uuid        primary key,
    connection_id uuid        not null references centre_connection (id) on delete cascade,
    centre_id     uuid        not null,
    student_id    uuid        not null references student (id),
    academic_year text        not null,
    enrollment_id uuid        not null references enrollment (id),
    sent_at       timestamptz not null,
    faults        text,       -- JSON; null: accepted
    unique (centre_id, student_id, academic_year)
);
create index dashboard_record_faulty on dashboard_record (connection_id, id) where faults is not null;
create index dashboard_record_of_student on dashboard_record (student_id);

-- The column week, here and below, is the Monday of a week.
create table attendance (
    id            uuid          primary key,
    version       bigint        not null,
    enrollment_id uuid          not null references enrollment (id),
    site_id       uuid          not null,
    partner_id    uuid          not null, -- the enrollment's
    week          date          not null check (extract(isodow from week) = 1),
    hours         numeric(5, 2) not null check (hours between 0 and 168),
    declared_by   text          not null,
    declared_at   timestamptz   not null,
    history       jsonb         not null, -- what was declared before
    constraint attendance_once unique (enrollment_id, week, site_id)
);
create index attendance_by_partner on attendance (partner_id, id);
create index attendance_by_site on attendance (site_id, week, id);

create table absence (
    id                uuid        primary key,
    version           bigint      not null,
    enrollment_id     uuid        not null references enrollment (id),
    partner_id        uuid        not null, -- the enrollment's
    week              date        not null check (extract(isodow from week) = 1),
    reason            text        not null,
    hours             numeric(5, 2) check (hours > 0 and hours <= 168), -- null: the whole week
    justified_by      text        not null,
    justified_at      timestamptz not null,
    withdrawn_by      text,
    withdrawn_at      timestamptz,
    withdrawal_reason text
);
create unique index absence_once on absence (enrollment_id, week, reason) where withdrawn_at is null;
create index absence_by_partner on absence (partner_id, id);
-- An export and an erasure read withdrawn absences, too.
create index absence_by_enrollment on absence (enrollment_id);

create table attendance_alert (
    id             uuid          primary key,
    version        bigint        not null, -- also the event's revision
    enrollment_id  uuid          not null references enrollment (id),
    partner_id     uuid          not null,
    agreement_id   uuid          not null,
    site_ids       uuid[]        not null,
    week           date          not null check (extract(isodow from week) = 1),
    state          text          not null,
    hours          numeric(6, 2) not null,
    expected_hours numeric(6, 2) not null,
    raised_at      timestamptz   not null,
    changed_at     timestamptz   not null,
    cause          text          not null default 'BELOW_THRESHOLD',
    constraint attendance_alert_once unique (enrollment_id, week)
);
create index attendance_alert_by_partner on attendance_alert (partner_id, id);
create index attendance_alert_by_week on attendance_alert (week, id);
create index attendance_alert_sites on attendance_alert using gin (site_ids);

-- A week, or some of its working days, in which a site is closed.
create table site_closure (
    id                uuid        primary key,
    version           bigint      not null,
    site_id           uuid        not null,
    partner_id        uuid        not null, -- the site's
    week              date        not null check (extract(isodow from week) = 1),
    closed_days       smallint    not null check (closed_days between 1 and 31), -- bit 0: Monday, bit 4: Friday
    reason            text        not null,
    declared_by       text        not null,
    declared_at       timestamptz not null,
    withdrawn_by      text,
    withdrawn_at      timestamptz,
    withdrawal_reason text
);
create unique index site_closure_once on site_closure (site_id, week) where withdrawn_at is null;
create index site_closure_by_partner on site_closure (partner_id, id);
