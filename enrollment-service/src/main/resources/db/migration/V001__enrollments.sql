-- ---------------------------------------------------------------- copies of what other services own
create table partner_view (
    id         uuid   primary key,
    revision   bigint not null,
    kind       text   not null,
    legal_name text   not null,
    relation   text   not null,
    state      text   not null,
    department text,
    region     text
);

create table site_view (
    id               uuid   primary key,
    revision         bigint not null,
    partner_id       uuid   not null,
    name             text   not null,
    department       text,
    region           text,
    hosting_capacity integer
);
create index site_view_partner on site_view (partner_id);

create table site_label_view (
    site_id       uuid not null references site_view (id),
    network_code  text not null,
    labelled_from date,
    labelled_to   date
);
create index site_label_view_site on site_label_view (site_id);

create table agreement_view (
    id                          uuid   primary key,
    revision                    bigint not null,
    number                      text   not null,
    kind                        text   not null,
    state                       text   not null,
    party_ids                   uuid[] not null,
    starts_on                   date,
    ends_on                     date,
    families                    text[] not null,
    training_codes              text[] not null,
    modalities                  text[] not null,
    min_level                   smallint,
    max_level                   smallint,
    discount_percent            numeric(5, 2),
    fixed_price                 numeric(10, 2),
    accepted_fundings           text[] not null,
    suspended_fundings          text[] not null,
    min_weekly_attendance_hours smallint
);

create table training_view (
    id         uuid   primary key,
    revision   bigint not null,
    code       text   not null,
    title      text   not null,
    family     text   not null,
    level      smallint,
    state      text   not null,
    min_level  smallint,
    exemptions text[] not null
);

create table offering_view (
    id                     uuid   primary key,
    revision               bigint not null,
    training_id            uuid   not null,
    academic_year          text   not null,
    modality               text   not null,
    enrollment_opens_on    date,
    enrollment_closes_on   date,
    starts_on              date   not null,
    ends_on                date   not null,
    waiting_list_size      integer not null,
    price                  numeric(10, 2) not null,
    currency               text   not null,
    state                  text   not null,
    restricted_to_networks text[] not null
);

-- ---------------------------------------------------------------- what is granted and used, owned here
-- requested is the owner's policy. granted = greatest(requested, used): a lowered limit takes nobody's
-- place, and ratchets down as places are given back.
create table seat_counter (
    id            uuid    primary key, -- the seat quota's
    agreement_id  uuid    not null,
    academic_year text    not null,
    family        text,
    training_code text,
    requested     integer not null,
    granted       integer not null,
    used          integer not null,
    revision      bigint  not null,
    check (0 <= used and used <= granted)
) with (fillfactor = 70);
create index seat_counter_agreement on seat_counter (agreement_id, academic_year);

create table place_counter (
    offering_id uuid    primary key,
    requested   integer not null,
    granted     integer not null,
    used        integer not null,
    waiting     integer not null,
    revision    bigint  not null,
    check (0 <= used and used <= granted),
    check (0 <= waiting)
) with (fillfactor = 70);

-- Offerings whose waiting list may have to move, noted in the transaction that freed something. Only ever
-- inserted and deleted, so that noting waits for nobody.
create table waiting_list_work (
    id          bigint generated always as identity primary key,
    offering_id uuid not null
);

-- ---------------------------------------------------------------- students and enrollments
create table student (
    id                 uuid        primary key,
    version            bigint      not null,
    partner_id         uuid        not null,
    family_name        text        not null,
    given_names        text        not null,
    birth_date         date        not null,
    birth_place        text        not null,
    email              text,
    ine                text,
    diploma_level      smallint,
    high_level_athlete boolean     not null,
    apprentice         boolean     not null,
    civil_servant      boolean     not null,
    priority_district  boolean     not null,
    parent_of_three    boolean     not null,
    identity_key       text        not null,
    registered_at      timestamptz not null
);
create unique index student_ine_per_partner on student (partner_id, ine) where ine is not null;
create index student_by_partner on student (partner_id, id);
create index student_ine on student (ine) where ine is not null;
create index student_identity on student (identity_key);

create table enrollment (
    id                uuid        primary key,
    version           bigint      not null,
    student_id        uuid        not null references student (id),
    partner_id        uuid        not null,
    agreement_id      uuid        not null,
    offering_id       uuid        not null,
    training_id       uuid        not null,
    academic_year     text        not null,
    site_id           uuid,
    seat_id           uuid        not null references seat_counter (id),
    state             text        not null,
    waiting_rank      bigint,
    hold_until        date,
    previous_id       uuid references enrollment (id),
    result            text,
    fundings          jsonb       not null,
    history           jsonb       not null,
    registered_at     timestamptz not null,
    changed_at        timestamptz not null
);
create unique index enrollment_live on enrollment (student_id, offering_id)
    where state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
create index enrollment_by_partner on enrollment (partner_id, id);
create index enrollment_by_agreement on enrollment (agreement_id, id);
create index enrollment_by_offering on enrollment (offering_id, id);
create index enrollment_by_student on enrollment (student_id, id);
create index enrollment_waiting on enrollment (offering_id, waiting_rank) where state = 'WAITLISTED';
create index enrollment_seat_waiting on enrollment (seat_id) where state = 'WAITLISTED';
create index enrollment_hold on enrollment (hold_until) where state = 'PENDING_FUNDING';
create index enrollment_confirmed on enrollment (offering_id) where state = 'CONFIRMED';
