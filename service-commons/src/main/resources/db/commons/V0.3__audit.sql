-- The log of changes: one row for each changed object of a transaction, and for each export of personal data. Names of
-- changed fields, never their values. The audit trail is its audited part.
create table change_log (
    id              bigint generated always as identity primary key,
    at              timestamptz not null default clock_timestamp(),
    client          text        not null,
    subject         text        not null,
    roles           text[]      not null,
    tenant          uuid,
    operation       text        not null,
    object_type     text        not null,
    object_id       text,
    revision_before bigint,
    revision_after  bigint,
    changed_fields  text[]      not null,
    trace_id        text,
    -- False for a change that is no act of a caller: seats and places that were counted. Not in the chain.
    audited         boolean     not null default true,
    -- Id and flags of the span of the change, for the traceparent of its event. Not part of the hash.
    span            text
);
-- The list is read by time; an object and a person have a small share of it each. Other filters scan a period.
create index change_log_at on change_log (at, id) where audited;
create index change_log_object on change_log (object_id, at, id) where audited;
create index change_log_subject on change_log (subject, at, id) where audited;

-- The hash chain over the entries, in the order in which the sealer found them.
create table audit_seal (
    position bigint primary key,
    entry_id bigint not null unique,
    hash     bytea  not null
);

create function audit_refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'the log of changes and its chain are append-only';
end
$$;
create trigger change_log_is_append_only
    before update or delete or truncate
    on change_log
    for each statement
execute function audit_refuse_change();
create trigger audit_seal_is_append_only
    before update or delete or truncate
    on audit_seal
    for each statement
execute function audit_refuse_change();
