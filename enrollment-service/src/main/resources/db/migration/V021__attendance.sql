create table network_view (
    id                          uuid   primary key,
    revision                    bigint not null,
    code                        text   not null,
    min_weekly_attendance_hours smallint
);
create index network_view_code on network_view (code);

-- Weeks are kept as their Mondays.
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
    constraint attendance_alert_once unique (enrollment_id, week)
);
create index attendance_alert_by_partner on attendance_alert (partner_id, id);
create index attendance_alert_by_week on attendance_alert (week, id);
create index attendance_alert_sites on attendance_alert using gin (site_ids);
