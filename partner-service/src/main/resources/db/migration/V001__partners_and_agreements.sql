-- Extensions are trusted ones: the owner of the database may create them.
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

-- unaccent() alone is not immutable, because its dictionary could be changed; ours is named.
create function fold(text) returns text
    language sql immutable strict parallel safe
    return lower(unaccent('unaccent'::regdictionary, $1));

-- Text as the search sees it: small ASCII letters and digits, words apart by one blank.
create function plain(written text) returns text
    language sql immutable strict parallel safe
    return btrim(regexp_replace(fold(written), '[^a-z0-9]+', ' ', 'g'));

create table partner (
    id              uuid primary key,
    version         bigint not null,
    kind            text   not null,
    legal_name      text   not null,
    short_name      text,
    uai             text   constraint partner_uai_once unique,
    siret           text   constraint partner_siret_once unique,
    address         jsonb,
    contacts        jsonb  not null,
    relation        text   not null check (relation in ('AGREEMENT', 'COLLABORATION', 'CONTACT')),
    parent_id       uuid   references partner check (parent_id <> id),
    declared_size   jsonb,
    state           text   not null check (state in ('PROSPECT', 'ACTIVE', 'SUSPENDED', 'CLOSED')),
    search_text     text   generated always as (plain(legal_name || ' ' || coalesce(short_name, ''))) stored,
    -- The clients that were revoked last, for the events of the partner: their tokens can still be valid.
    revoked_clients text[] not null default '{}'
);
create index partner_by_parent on partner (parent_id) where parent_id is not null;
create index partner_by_kind on partner (kind, id);
create index partner_by_siren on partner (siret text_pattern_ops);
create index partner_by_name on partner using gin (search_text gin_trgm_ops);
-- Suspended and closed partners are few.
create index partner_blocked on partner (id) where state in ('SUSPENDED', 'CLOSED');

create table network (
    id                          uuid primary key,
    version                     bigint not null,
    code                        text   not null constraint network_code_once unique,
    name                        text   not null,
    initiative                  text   check (initiative in ('MINISTRY', 'LOCAL')),
    founded_in                  integer,
    min_weekly_attendance_hours integer check (min_weekly_attendance_hours between 1 and 168),
    declared_sites              integer check (declared_sites > 0)
);

create table site (
    id               uuid primary key,
    version          bigint not null,
    partner_id       uuid   not null references partner,
    name             text   not null,
    address          jsonb,
    department       text,
    region           text,
    hosting_capacity integer check (hosting_capacity >= 0),
    equipment        jsonb  not null,
    tutor            jsonb,
    operator         jsonb,
    ending           jsonb, -- null while the site has no end
    labels           jsonb  not null,
    network_ids      uuid[] not null,
    search_text      text   generated always as (plain(name || ' ' || coalesce(address ->> 'municipality', ''))) stored
);
create index site_by_name on site using gin (search_text gin_trgm_ops);
create index site_by_partner on site (partner_id, id);
create index site_by_network on site using gin (network_ids);
create index site_by_department on site (department, id);

create sequence agreement_number;

create table agreement (
    id                  uuid primary key,
    version             bigint not null,
    number              text   not null unique,
    kind                text   not null check (kind in ('TEMPLATE', 'FRAMEWORK', 'SPECIFIC')),
    state               text   not null check (state in
                               ('DRAFT', 'SIGNED', 'IN_FORCE', 'SUSPENDED', 'EXPIRED', 'TERMINATED', 'RENEWED')),
    state_since         date   not null,
    framework_id        uuid   references agreement check (framework_id is null or kind = 'SPECIFIC'),
    framework_version   bigint,
    template_id         uuid   references agreement,
    predecessor_id      uuid   references agreement,
    signed              boolean not null, -- false: a draft, or one that was abandoned
    signed_on           date,
    signed_on_precision text,
    terms               jsonb  not null,
    terms_since         date   not null,
    starts_on           date,
    ends_on             date,
    partner_ids         uuid[] not null,
    funding_records     jsonb  not null,
    last_amendment      integer not null,
    history_length      integer not null,
    changed_at          timestamptz not null, -- when the version grew
    -- The partners that left the agreement by an amendment, and what became of their enrollments.
    former_parties      jsonb  not null default '[]',
    -- What is planned for later days, and what failed on its day.
    planned_changes     jsonb  not null default '[]',
    next_change_on      date,
    change_failed       boolean not null default false,
    -- Why the agreement is suspended or terminated. The history has it, but partners do not read the history.
    state_reason        text,
    check ((signed_on is null) = (signed_on_precision is null))
);
create index agreement_by_partner on agreement using gin (partner_ids);
create index agreement_by_framework on agreement (framework_id) where framework_id is not null;
create index agreement_by_template on agreement (template_id) where template_id is not null;
create index agreement_by_predecessor on agreement (predecessor_id) where predecessor_id is not null;
-- A renewal that was terminated before it came into force does not prevent another one.
create unique index agreement_renewed_once on agreement (predecessor_id) where state <> 'TERMINATED';
create index agreement_by_state on agreement (state, id);
create index agreement_to_start on agreement (starts_on) where state = 'SIGNED';
create index agreement_to_end on agreement (ends_on) where state = 'IN_FORCE';
create index agreement_to_change on agreement (next_change_on) where next_change_on is not null;
-- Few, and an officer looks for them.
create index agreement_change_failed on agreement (id) where change_failed;

create table agreement_history (
    id           uuid primary key,
    agreement_id uuid        not null references agreement,
    position     integer     not null,
    recorded_at  timestamptz not null,
    recorded_by  text        not null,
    action       text        not null,
    effective_on date        not null,
    state        text        not null,
    reason       text,
    amendment    integer,
    signed_on    jsonb,
    terms        jsonb,
    funding      jsonb,
    changes      jsonb       not null,
    enrollments  text        check (enrollments in ('KEEP', 'CANCEL')), -- of an amendment by which a party leaves
    gap          jsonb, -- the days between the end of an agreement and the start of its renewal
    planned      jsonb, -- the planned change that was recorded, withdrawn or failed
    unique (agreement_id, position),
    unique (agreement_id, amendment)
);

-- An entry in the history of an agreement never changes, amendments included.
create function refuse_to_rewrite_history() returns trigger
    language plpgsql as $$
begin
    raise exception 'the history of an agreement cannot be changed';
end
$$;
create trigger agreement_history_is_immutable
    before update or delete or truncate on agreement_history
    for each statement execute function refuse_to_rewrite_history();
