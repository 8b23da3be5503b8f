-- Each table is fed by one topic only.

-- partner.partners.v1
create table partner_view (
    id              uuid   primary key,
    revision        bigint not null,
    state           text   not null,
    revoked_clients text[] not null default '{}' -- their tokens can still be valid
);

-- partner.agreements.v1. Each quota of seats has one place in the five arrays.
create table agreement_view (
    id               uuid primary key,
    revision         bigint not null,
    kind             text   not null,
    state            text   not null,
    party_ids        uuid[] not null,
    starts_on        date,
    ends_on          date,
    families         text[] not null,
    training_codes   text[] not null,
    modalities       text[] not null,
    min_level        integer,
    max_level        integer,
    number           text,
    title            text,
    discount_percent numeric,
    fixed_price      numeric,
    fixed_currency   text,
    quota_ids        uuid[],
    quota_years      text[],
    quota_families   text[],
    quota_codes      text[],
    quota_seats      integer[]
);
create index agreement_view_of_party on agreement_view using gin (party_ids);

-- partner.sites.v1: the partner of a site, and its labels (one per place in the three arrays).
create table site_view (
    id            uuid primary key,
    revision      bigint not null,
    partner_id    uuid   not null,
    network_codes text[] not null,
    labelled_from date[] not null,
    labelled_to   date[] not null
);
create index site_view_of_partner on site_view (partner_id);

-- partner.networks.v1: an offering can be restricted to networks that exist.
create table network_view (
    id       uuid primary key,
    revision bigint not null,
    code     text   not null
);

-- enrollment.places.v1: the places of each offering.
create table offering_places (
    offering_id uuid primary key,
    revision    bigint      not null,
    requested   integer     not null,
    granted     integer     not null,
    used        integer     not null,
    waiting     integer     not null,
    as_of       timestamptz not null
);

-- enrollment.seats.v1: the use of each quota of seats. Figures without a partner.
create table seat_count (
    quota_id uuid    primary key,
    revision bigint  not null,
    granted  integer not null,
    used     integer not null
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
