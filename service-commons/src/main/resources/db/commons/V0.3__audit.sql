-- The audit trail: one row for each object of each accepted write, and for each export of personal data. Names of
-- changed fields, never their values.
create table audit_entry (
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
    trace_id        text
);
-- The list is read by time; an object and a person have a small share of it each. Other filters scan a period.
create index audit_entry_at on audit_entry (at, id);
create index audit_entry_object on audit_entry (object_id, at, id);
create index audit_entry_subject on audit_entry (subject, at, id);

-- The hash chain over the entries, in the order in which the sealer found them.
create table audit_seal (
    position bigint primary key,
    entry_id bigint not null unique,
    hash     bytea  not null
);

-- Entries to be sealed. Ids become visible out of order, so a "last id sealed" would lose late commits.
create table audit_unsealed (
    entry_id bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create function audit_refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'the audit trail is append-only';
end
$$;
create trigger audit_entry_is_append_only
    before update or delete or truncate
    on audit_entry
    for each statement
execute function audit_refuse_change();
create trigger audit_seal_is_append_only
    before update or delete or truncate
    on audit_seal
    for each statement
execute function audit_refuse_change();

-- A value with its length in bytes before it, so that no two rows have the same text. Null is '-'.
create function audit_text(value text) returns text
    language sql immutable parallel safe
    return coalesce(octet_length(value) || ':' || value, '-');

-- SHA-256 of the previous hash, the position and all columns of the entry.
create function audit_hash(previous bytea, place bigint, entry audit_entry) returns bytea
    language sql stable parallel safe
    return sha256(previous || convert_to(
            audit_text(place::text)
                || audit_text(entry.id::text)
                || audit_text(to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))
                || audit_text(entry.client)
                || audit_text(entry.subject)
                || audit_text(array_to_json(entry.roles)::text)
                || audit_text(entry.tenant::text)
                || audit_text(entry.operation)
                || audit_text(entry.object_type)
                || audit_text(entry.object_id)
                || audit_text(entry.revision_before::text)
                || audit_text(entry.revision_after::text)
                || audit_text(array_to_json(entry.changed_fields)::text)
                || audit_text(entry.trace_id),
            'UTF8'));

-- Seals up to "batch" entries and returns how many; null while another session seals. The lock makes one leader.
create function audit_seal_batch(batch integer) returns integer
    language plpgsql as
$$
declare
    last  audit_seal;
    entry audit_entry;
    done  bigint[] := '{}';
begin
    if not pg_try_advisory_xact_lock(7461234) then
        return null;
    end if;
    select * into last from audit_seal order by position desc limit 1;
    last.position := coalesce(last.position, 0);
    last.hash := coalesce(last.hash, '');
    for entry in
        select e.* from audit_unsealed u join audit_entry e on e.id = u.entry_id order by u.entry_id limit batch
        loop
            last.position := last.position + 1;
            last.hash := audit_hash(last.hash, last.position, entry);
            insert into audit_seal values (last.position, entry.id, last.hash);
            done := done || entry.id;
        end loop;
    delete from audit_unsealed where entry_id = any (done);
    return cardinality(done);
end
$$;

-- Recomputes the chain and names the first row that does not fit. An anchor is a position and hash that were noted
-- outside of the database (log line "audit chain"): without one, a chain that was cut or rewritten to its end fits.
create function audit_verify(anchor_position bigint default 0, anchor_hash text default '')
    returns table (sealed bigint, waiting bigint, head_hash text, broken_position bigint, broken_entry bigint, fault text)
    language plpgsql stable as
$$
declare
    row    record;
    head   bytea  := '';
    anchor bytea  := '';
begin
    sealed := 0;
    waiting := (select count(*) from audit_unsealed);
    for row in
        select s.position, s.entry_id, s.hash, e as entry, e.id is null as missing
        from audit_seal s left join audit_entry e on e.id = s.entry_id
        order by s.position
        loop
            fault := case
                when row.position <> sealed + 1 then 'a seal is missing before this one'
                when row.missing then 'the entry was deleted'
                when row.hash <> audit_hash(head, row.position, row.entry) then 'the entry or its seal was changed'
            end;
            if fault is not null then
                broken_position := row.position;
                broken_entry := row.entry_id;
                head_hash := encode(head, 'hex');
                return next;
                return;
            end if;
            head := row.hash;
            sealed := row.position;
            if row.position = anchor_position then
                anchor := row.hash;
            end if;
        end loop;
    head_hash := encode(head, 'hex');
    if sealed < anchor_position then
        broken_position := sealed + 1;
        fault := 'the chain ends before the anchor';
    elsif anchor_position > 0 and encode(anchor, 'hex') <> lower(anchor_hash) then
        broken_position := anchor_position;
        fault := 'the chain was rewritten: another hash than the anchor''s';
    else
        broken_entry := (select min(e.id) from audit_entry e
                         where not exists (select from audit_seal s where s.entry_id = e.id)
                           and not exists (select from audit_unsealed u where u.entry_id = e.id));
        if broken_entry is not null then
            fault := 'the entry has no seal and does not wait for one';
        end if;
    end if;
    return next;
end
$$;
