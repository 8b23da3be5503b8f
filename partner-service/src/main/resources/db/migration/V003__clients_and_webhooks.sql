-- The clients with which the programs of partners get tokens. Keycloak has the client and its secret; no column has a
-- secret. Each secret is a client of Keycloak with its own id: the current one, the previous one during a rotation, the
-- next one while it is created, and the ended one until it is deleted. An intent is recorded before Keycloak is called;
-- one that is left over from a crash is decided by the reconciliation (docs/adr/0027-partners-keep-their-clients.md).
create table api_client (
    id                          uuid        primary key,
    version                     bigint      not null,
    partner_id                  uuid        not null references partner,
    keycloak_id                 uuid        not null unique,
    previous_keycloak_id        uuid,
    next_keycloak_id            uuid,
    ended_keycloak_id           uuid,
    name                        text        not null,
    scopes                      text[]      not null,
    roles                       text[]      not null default '{partner}',
    site_ids                    uuid[]      not null default '{}', -- that limit it; empty: the whole partner
    next_site_ids               uuid[],                            -- while an intended change gives them to Keycloak
    next_name                   text,
    confirmed_at                timestamptz,                       -- the last change that Keycloak has made
    authentication              text        not null check (authentication in ('SECRET', 'PRIVATE_KEY_JWT')),
    key_ids                     text[]      not null,
    revoked                     boolean     not null,
    enabled                     boolean     not null,
    intent                      text        check (intent in ('CREATE', 'ROTATE', 'REPLACE_KEYS', 'CHANGE_SITES', 'REVOKE')),
    intent_at                   timestamptz,
    created_at                  timestamptz not null,
    previous_secret_valid_until timestamptz,
    last_used_at                timestamptz,
    revoked_at                  timestamptz,
    check ((intent is null) = (intent_at is null)),
    check ((next_site_ids is null) = (intent is distinct from 'CHANGE_SITES')),
    check ((next_name is null) = (next_site_ids is null)),
    check ((previous_keycloak_id is null) = (previous_secret_valid_until is null))
);
create index api_client_by_partner on api_client (partner_id, id);
create index api_client_with_intent on api_client (intent_at) where intent is not null;
create index api_client_with_former_secret on api_client (id)
    where previous_keycloak_id is not null or ended_keycloak_id is not null;
create index api_client_live on api_client (partner_id) where not revoked;
-- Gateways refuse the tokens of a revoked client until the last of them has expired.
create index api_client_revoked on api_client (revoked_at) where revoked_at is not null;

-- The people of a partner, or of an office of the Cned, which is named by its role. Keycloak alone has their names, addresses,
-- passwords and roles.
create table person (
    id                uuid        primary key,
    version           bigint      not null,
    partner_id        uuid        references partner,
    office            text,
    keycloak_id       uuid        not null unique,
    invitation_mailed boolean     not null,
    invited_at        timestamptz not null,
    changed_at        timestamptz not null,
    last_sign_in_at   timestamptz,
    muted_notices     text[]      not null default '{}',
    notice_frequency  text        not null default 'DAILY' check (notice_frequency in ('DAILY', 'URGENT_ONLY')),
    notice_language   text        not null default 'FR' check (notice_language in ('FR', 'EN')),
    check (num_nonnulls(partner_id, office) = 1)
);
create index person_by_partner on person (partner_id, id);
create index person_by_office on person (office, id) where office is not null;

-- What people are told of by mail: docs/adr/0041-notices-are-mailed-once.md. A notice is a fact about an object of a partner.
-- The id follows from partner, kind, object and sequence. An office is told of some kinds, whatever the partner.
create table notice (
    id         uuid        primary key,
    partner_id uuid        not null,
    kind       text        not null,
    office     text,
    urgent     boolean     not null,
    object_id  uuid        not null,
    sequence   bigint      not null,
    due_at     timestamptz not null
);
create index notice_of_object on notice (object_id);
create index notice_of_partner on notice (partner_id, due_at);
create index notice_of_office on notice (office, due_at) where office is not null;
create index notice_by_due_date on notice (due_at);

-- A mail: the digest of a day, or an urgent one without a day. Its id is in the Message-ID. It has no name, no address and no
-- text. "unanswered" grows before an attempt and falls when the server has certainly not taken the mail.
create table notice_digest (
    id              uuid        primary key,
    person_id       uuid        not null references person on delete cascade,
    day             date,
    outcome         text        not null check (outcome in ('PENDING', 'SENT', 'UNCONFIRMED', 'REFUSED', 'SKIPPED')),
    created_at      timestamptz not null,
    next_attempt_at timestamptz not null,
    unanswered      integer     not null,
    unique (person_id, day)
);
create index notice_digest_due on notice_digest (next_attempt_at, id) where outcome = 'PENDING';
create index notice_digest_by_age on notice_digest (created_at);

-- Which mail tells a person of a notice. No foreign key to the notice: a consumer that withdraws it must not wait for a mail.
create table notice_receipt (
    person_id uuid not null references person on delete cascade,
    notice_id uuid not null,
    digest_id uuid not null references notice_digest on delete cascade,
    primary key (person_id, notice_id)
);
create index notice_receipt_of_digest on notice_receipt (digest_id);
create index notice_receipt_of_notice on notice_receipt (notice_id);

-- The webhooks of partners and their deliveries: docs/adr/0029-webhooks.md. The secrets are encrypted.
create table webhook (
    id                          uuid        primary key,
    version                     bigint      not null,
    partner_id                  uuid        not null references partner,
    url                         text        not null,
    event_types                 text[]      not null,
    agreement_ids               uuid[]      not null,
    enrollment_states           text[]      not null,
    agreement_states            text[]      not null,
    description                 text,
    secret                      bytea       not null,
    previous_secret             bytea,
    previous_secret_valid_until timestamptz,
    state                       text        not null check (state in ('ACTIVE', 'PAUSED')),
    created_at                  timestamptz not null,
    resumed_at                  timestamptz,
    paused_at                   timestamptz,
    -- The first failure since the last success, and a recent success: not each one is noted.
    failing_since               timestamptz,
    last_success_at             timestamptz,
    check ((previous_secret is null) = (previous_secret_valid_until is null)),
    check ((state = 'PAUSED') = (paused_at is not null))
);
create index webhook_by_partner on webhook (partner_id, id);

-- One row for each event and webhook. "attempts" only grows: an attempt is recorded only if no later one has begun.
-- While an attempt runs, "next_attempt_at" is the end of its lease: then another attempt may begin. No foreign key: the
-- deletion of a webhook would delete too many rows at once. Those that are left over are deleted by their age.
create table webhook_delivery (
    id                    uuid        primary key,
    webhook_id            uuid        not null,
    partner_id            uuid        not null,
    event_type            text        not null,
    object_id             uuid        not null,
    sequence              bigint      not null,
    body                  text        not null,
    outcome               text        not null check (outcome in ('PENDING', 'DELIVERED', 'FAILED')),
    created_at            timestamptz not null,
    due_since             timestamptz not null,
    -- The first attempt. A delivery that waits for an earlier one of its object is not tried.
    tried_since           timestamptz,
    next_attempt_at       timestamptz not null,
    attempts              integer     not null,
    last_attempt_at       timestamptz,
    last_status           integer,
    last_fault            text,
    last_duration_millis  integer,
    -- Of the request that caused the event. It is never sent to the receiver.
    traceparent           text,
    unique (object_id, webhook_id, event_type, sequence)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at, id) where outcome = 'PENDING';
create index webhook_delivery_log on webhook_delivery (webhook_id, id);
create index webhook_delivery_by_age on webhook_delivery (created_at);
