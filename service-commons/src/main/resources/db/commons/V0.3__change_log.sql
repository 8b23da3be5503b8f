-- The log of changes: docs/adr/0036-one-change-log.md. Its audited part is the audit trail. Both tables are partitioned,
-- so that operations can archive and drop old partitions: docs/adr/0034-the-audit-trail-is-archived-by-partition.md

-- Not an identity column: such a column cannot be in a table that becomes a partition.
create sequence change_log_id;

-- One row for each changed object of a transaction, and for each export of personal data. Names of changed fields, never
-- their values.
create table change_log (
    id              bigint primary key default nextval('change_log_id'),
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
    span            text,
    -- The tenants that could see the object before or after the change. Not part of the hash: it says who follows an
    -- object, not who changed it.
    owners          uuid[]      not null default '{}'
) partition by range (id);
alter sequence change_log_id owned by change_log.id;
-- Sealing once a second begins behind the last sealed entry. The entries of counted places may be millions since then.
create index change_log_audited on change_log (id) where audited;
-- The list is read by time; an object and a person have a small share of it each. Other filters scan a period.
create index change_log_at on change_log (at, id) where audited;
create index change_log_object on change_log (object_id, at, id) where audited;
create index change_log_subject on change_log (subject, at, id) where audited;

-- The hash chain over the entries, in the order in which the sealer found them. Partitioned by the entry, so that a
-- partition has the seals of its entries. Each partition has a primary key on the position.
create table audit_seal (
    position bigint not null,
    entry_id bigint not null unique,
    hash     bytea  not null
) partition by range (entry_id);

-- The ranges of ids, and the end of the chain in each one that was dropped. Kept for ever.
create table audit_partition (
    number         integer primary key,
    opened_at      timestamptz not null default clock_timestamp(),
    closed_at      timestamptz,
    last_position  bigint,
    last_hash      bytea,
    dropped_at     timestamptz
);

-- How far the relay has sent the changes of a type of objects, and the objects whose event Kafka refuses: they are tried
-- again, and since when. The position is the id of an entry.
create table changelog_reader (
    object_type   text primary key,
    position      bigint not null,
    refused       uuid[] not null default '{}',
    refused_since timestamptz
);

-- A trigger refuses every change of an entry and of a seal. The service's role also lacks the right to change them.
create function audit_refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception 'the log of changes and its chain are append-only';
end
$$;
-- The triggers of the partitions do not fire for a statement that names the parent.
create trigger change_log_is_append_only before update or delete or truncate on change_log
    for each statement execute function audit_refuse_change();
create trigger audit_seal_is_append_only before update or delete or truncate on audit_seal
    for each statement execute function audit_refuse_change();
revoke update, delete, truncate on change_log, audit_seal from "${service_role}";
revoke insert, update, delete on audit_partition from "${service_role}";
