-- Each table is fed by one topic only.

-- partner.partners.v1
create table partner_view (
    id              uuid   primary key,
    revision        bigint not null,
    kind            text   not null,
    legal_name      text   not null,
    relation        text   not null,
    state           text   not null,
    department      text,
    region          text,
    parent_id       uuid,
    siret           text,
    uai             text,
    revoked_clients text[] not null default '{}' -- their tokens can still be valid
);
create index partner_view_parent on partner_view (parent_id) where parent_id is not null;

-- partner.sites.v1
create table site_view (
    id               uuid   primary key,
    revision         bigint not null,
    partner_id       uuid   not null,
    name             text   not null,
    department       text,
    region           text,
    hosting_capacity integer,
    ended_on         date, -- the last day
    students         text, -- what happens to the enrollments of an ended site: MOVE, KEEP, CANCEL
    target_site_id   uuid
);
create index site_view_ended on site_view (ended_on) where ended_on is not null;
create index site_view_partner on site_view (partner_id);

create table site_label_view (
    site_id       uuid not null references site_view (id),
    network_code  text not null,
    labelled_from date,
    labelled_to   date
);
create index site_label_view_site on site_label_view (site_id);

-- partner.networks.v1
create table network_view (
    id                          uuid   primary key,
    revision                    bigint not null,
    code                        text   not null,
    min_weekly_attendance_hours smallint
);
create index network_view_code on network_view (code);

-- partner.agreements.v1
create table agreement_view (
    id                          uuid   primary key,
    revision                    bigint not null,
    number                      text   not null,
    kind                        text   not null,
    state                       text   not null,
    party_ids                   uuid[] not null,
    framework_id                uuid,
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
    refund_full_within_days     smallint,
    refund_pro_rata             boolean not null default false,
    min_weekly_attendance_hours smallint,
    adaptations                 text[] not null default '{}',
    cancelled_party_ids         uuid[] not null default '{}', -- former parties whose enrollments end
    commercial_adaptations      text[] not null default '{}'  -- those that can change a price
);
create index agreement_view_under_framework on agreement_view (framework_id) where framework_id is not null;
create index agreement_view_framework_parties on agreement_view using gin (party_ids) where kind = 'FRAMEWORK';
create index agreement_view_former_parties on agreement_view (id) where cardinality(cancelled_party_ids) > 0;

-- catalog.trainings.v1
create table training_view (
    id              uuid   primary key,
    revision        bigint not null,
    code            text   not null,
    title           text   not null,
    family          text   not null,
    level           smallint,
    state           text   not null,
    min_level       smallint,
    exemptions      text[] not null,
    apprenticeship  boolean not null default false,
    rncp            text,
    diploma_code    text,
    duration_months smallint
);

-- catalog.offerings.v1
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
    state                  text   not null,
    restricted_to_networks text[] not null,
    enrollment_periods     text, -- JSON: admission.eligibility.EnrollmentPeriod; null: one period for everybody
    route                  text, -- of the concours that the offering prepares for
    -- The start was moved to a later day at least once. Only such an offering can have active enrollments before its start.
    postponed              boolean not null default false
);
create index offering_view_training on offering_view (training_id);
create index offering_view_cancelled on offering_view (id) where state = 'CANCELLED';
create index offering_view_postponed on offering_view (id) where postponed;
