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
call protect_by_tenant('webhook', 'partner_id');

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
    -- The first attempt. A delivery that waits for an earlier one of its object is due, and not tried yet.
    tried_since           timestamptz,
    next_attempt_at       timestamptz not null,
    attempts              integer     not null,
    last_attempt_at       timestamptz,
    last_status           integer,
    last_fault            text,
    last_duration_millis  integer,
    unique (object_id, webhook_id, sequence)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at, id) where outcome = 'PENDING';
create index webhook_delivery_log on webhook_delivery (webhook_id, id);
create index webhook_delivery_by_age on webhook_delivery (created_at);
call protect_by_tenant('webhook_delivery', 'partner_id');
