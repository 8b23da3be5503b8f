-- The functions of the log of changes: its readers, partitions, and the hash chain.

-- The newest id that was taken, and the transactions that may have taken it or a lower one and have not ended. The order of
-- the two statements matters: a transaction locks the table before it takes an id.
create function change_log_writers(out newest bigint, out writers text[])
    language plpgsql volatile set search_path = public, pg_catalog, pg_temp as $$
begin
    select case when s.is_called then s.last_value else s.last_value - 1 end into newest from change_log_id s;
    select coalesce(array_agg(l.virtualtransaction), '{}') into writers
    from pg_locks l
    where l.locktype = 'relation' and l.relation = 'change_log'::regclass and l.mode = 'RowExclusiveLock'
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and l.pid is distinct from pg_backend_pid();
end
$$;

-- All columns of an entry that say who changed what. Each value has its length in bytes before it, so that no two rows
-- have the same text; null is '-'. One expression, in which a query that calls it inlines it: with a function for each
-- value an entry took three times as long to seal.
create function audit_content(entry change_log) returns bytea
    language sql stable parallel safe
    return convert_to(
            concat(
                octet_length(entry.id::text), ':', entry.id,
                '26:', to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                octet_length(entry.client), ':', entry.client,
                octet_length(entry.subject), ':', entry.subject,
                octet_length(array_to_json(entry.roles)::text), ':', array_to_json(entry.roles),
                coalesce(octet_length(entry.tenant::text) || ':', '-'), entry.tenant,
                octet_length(entry.operation), ':', entry.operation,
                octet_length(entry.object_type), ':', entry.object_type,
                coalesce(octet_length(entry.object_id) || ':', '-'), entry.object_id,
                coalesce(octet_length(entry.revision_before::text) || ':', '-'), entry.revision_before,
                coalesce(octet_length(entry.revision_after::text) || ':', '-'), entry.revision_after,
                octet_length(array_to_json(entry.changed_fields)::text), ':', array_to_json(entry.changed_fields),
                coalesce(octet_length(entry.trace_id) || ':', '-'), entry.trace_id),
            'UTF8');

-- Stable, as what it calls: PostgreSQL inlines it only then.
create function audit_hash(previous bytea, place bigint, content bytea) returns bytea
    language sql stable parallel safe
    return sha256(previous || convert_to(concat(octet_length(place::text), ':', place), 'UTF8') || content);

-- Ids of one partition.
create function audit_partition_size() returns bigint
    language sql immutable parallel safe
    return 1000000000::bigint;

-- Position and hash up to which the entries are dropped; 0 and '' before the first drop.
create function audit_dropped(out head_position bigint, out head_hash bytea)
    language sql stable as $$
    select coalesce(max(d.last_position), 0), coalesce((array_agg(d.last_hash))[1], '')
    from (select p.last_position, p.last_hash from audit_partition p
          where p.dropped_at is not null order by p.number desc limit 1) d
$$;

-- Attaching an empty table lets readers and writers of the parent continue; "create table … partition of" does not.
create function audit_add_partition(part integer) returns void
    language plpgsql volatile set search_path = public, pg_temp as $$
declare
    parent text;
    child  text;
begin
    foreach parent in array array ['change_log', 'audit_seal'] loop
        child := parent || '_p' || part;
        execute format('create table %I (like %I including defaults including indexes)', child, parent);
        execute format('revoke all on %I from "${service_role}"', child);
        execute format('create trigger %I before update or delete or truncate on %I for each statement'
                       || ' execute function audit_refuse_change()', parent || '_is_append_only', child);
        if parent = 'audit_seal' then
            execute format('alter table %I add primary key (position)', child);
        end if;
        execute format('alter table %I attach partition %I for values from (%s) to (%s)', parent, child,
                       part * audit_partition_size(), (part + 1) * audit_partition_size());
    end loop;
    insert into audit_partition (number) values (part);
end
$$;
select audit_add_partition(0);

-- Begins the next partition, and returns the number of the one that ends. The lock waits for writers in progress: all
-- entries of a partition are committed before the next one has any. So the sealer, which seals by id, gives each partition
-- positions without a gap. The owner of the database calls it (docs/operations.md).
create function audit_close_partition() returns integer
    language plpgsql volatile set search_path = public, pg_temp set lock_timeout = '500ms' as $$
declare
    newest integer;
begin
    lock table change_log in exclusive mode;
    select max(p.number) into newest from audit_partition p;
    if not exists (select from change_log e where e.id >= newest * audit_partition_size() and e.audited) then
        raise exception 'partition % has no entries yet', newest;
    end if;
    perform audit_add_partition(newest + 1);
    perform setval('change_log_id', (newest + 1) * audit_partition_size(), false);
    update audit_partition p set closed_at = clock_timestamp() where p.number = newest;
    return newest;
end
$$;

-- Drops the oldest partition when it was closed 90 days ago, for so long feeds need it. Records the end of its chain, where
-- audit_verify() begins then. The owner of the database calls it, after having archived the partition. Waits at most half a
-- second for readers and writers, which would queue behind it.
create function audit_drop_partition(part integer) returns void
    language plpgsql volatile set search_path = public, pg_temp set lock_timeout = '500ms' as $$
declare
    low  bigint := part * audit_partition_size();
    high bigint := (part + 1) * audit_partition_size();
begin
    -- The lock of the sealer, which would lock the tables in another order.
    perform pg_advisory_xact_lock(7461234);
    if not exists (select from audit_partition p where p.number = part and p.dropped_at is null
                     and p.closed_at < clock_timestamp() - interval '90 days')
        or exists (select from audit_partition p where p.number < part and p.dropped_at is null) then
        raise exception 'partition % is open, too young or dropped, or an older one is not dropped', part;
    end if;
    if (select max(e.id) from change_log e where e.id >= low and e.id < high and e.audited)
        is distinct from (select max(s.entry_id) from audit_seal s where s.entry_id >= low and s.entry_id < high) then
        raise exception 'partition % has entries without a seal', part;
    end if;
    update audit_partition p
    set dropped_at = clock_timestamp(),
        (last_position, last_hash) = (select s.position, s.hash from audit_seal s
                                      where s.entry_id >= low and s.entry_id < high order by s.position desc limit 1)
    where p.number = part;
    execute format('drop table %I, %I', 'change_log_p' || part, 'audit_seal_p' || part);
end
$$;

revoke execute on function audit_close_partition(), audit_drop_partition(integer), audit_add_partition(integer) from public;

-- The newest entry of the chain; 0 when there is none in the database.
create function audit_last_sealed() returns bigint
    language sql stable as $$
    select coalesce((select s.entry_id from audit_seal s order by s.position desc limit 1), 0)
$$;

-- Seals up to "batch" entries in the order of their ids and returns how many; null while another session seals. All
-- entries up to the id "settled" are committed. The lock makes one leader.
create function audit_seal_batch(batch integer, settled bigint) returns integer
    language plpgsql as $$
declare
    place    bigint;
    previous bytea;
    ids      bigint[];
    contents bytea[];
    hashes   bytea[] := '{}';
begin
    if not pg_try_advisory_xact_lock(7461234) then
        return null;
    end if;
    select s.position, s.hash into place, previous from audit_seal s order by s.position desc limit 1;
    if place is null then
        select d.head_position, d.head_hash into place, previous from audit_dropped() d;
    end if;
    select array_agg(n.id order by n.id), array_agg(n.content order by n.id) into ids, contents
    from (select e.id, audit_content(e) as content from change_log e
          where e.id > audit_last_sealed() and e.id <= settled and e.audited order by e.id limit batch) n;
    for i in 1 .. coalesce(cardinality(ids), 0) loop
        previous := audit_hash(previous, place + i, contents[i]);
        hashes[i] := previous;
    end loop;
    insert into audit_seal (position, entry_id, hash)
    select place + n.number, n.id, n.hash from unnest(ids, hashes) with ordinality as n (id, hash, number);
    return cardinality(hashes);
end
$$;

-- Recomputes the chain and names the first row that does not fit. An anchor is a position and hash that were noted
-- outside of the database (log line "audit chain"): without one, a chain that was cut or rewritten to its end fits. Begins
-- at the last hash of the dropped partitions. An anchor in one of them is not compared.
create function audit_verify(anchor_position bigint default 0, anchor_hash text default '')
    returns table (sealed bigint, waiting bigint, head_hash text, broken_position bigint, broken_entry bigint, fault text)
    language plpgsql stable as $$
declare
    row     record;
    head    bytea;
    dropped bigint;
    anchor  bytea := '';
begin
    select d.head_position, d.head_hash into dropped, head from audit_dropped() d;
    sealed := dropped;
    if anchor_position = dropped then
        anchor := head;
    elsif anchor_position > 0 and anchor_position < dropped then
        raise notice 'the anchor is not compared: the partition of position % is dropped', anchor_position;
    end if;
    waiting := (select count(*) from change_log e where e.id > audit_last_sealed() and e.audited);
    for row in
        select s.position, s.entry_id, s.hash, e as entry, e.audited, e.id is null as missing
        from audit_seal s left join change_log e on e.id = s.entry_id
        order by s.position
        loop
            fault := case
                when row.position <> sealed + 1 then 'a seal is missing before this one'
                when row.missing then 'the entry was deleted'
                when not row.audited then 'the entry was hidden'
                when row.hash <> audit_hash(head, row.position, audit_content(row.entry)) then 'the entry or its seal was changed'
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
    elsif anchor_position > 0 and anchor_position >= dropped and encode(anchor, 'hex') <> lower(anchor_hash) then
        broken_position := anchor_position;
        fault := 'the chain was rewritten: another hash than the anchor''s';
    else
        broken_entry := (select min(e.id) from change_log e
                         where e.id <= audit_last_sealed() and e.audited
                           and not exists (select from audit_seal s where s.entry_id = e.id));
        if broken_entry is not null then
            fault := 'the entry was added behind the end of the chain';
        end if;
    end if;
    return next;
end
$$;

-- The rows whose revision has no entry in the log: changes that nobody can follow. Compares each table with an id and a
-- version, the tables of the entities. The type of an object is the name of its table in kebab case. Once a partition is
-- dropped, it may have had the entries of an object without any, so such an object is not compared. Owners are those of the row
-- and of the object's last entry. Run it as the owner of the database: other roles see only rows of their scope.
create function audit_unlogged()
    returns table (object_type text, object_id text, revision bigint, owners uuid[])
    language plpgsql stable as $$
declare
    logged   name;
    archived boolean := exists (select from audit_partition p where p.dropped_at is not null);
begin
    for logged in
        select c.relname
        from pg_class c
        join pg_attribute i on i.attrelid = c.oid and i.attname = 'id'
        join pg_attribute v on v.attrelid = c.oid and v.attname = 'version'
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        order by c.relname
        loop
            return query execute format(
                $query$
                select %2$L, r.id::text, r.version::bigint, array(
                    select r.owner::uuid
                    from (select jsonb_array_elements_text(
                              case jsonb_typeof(o.value) when 'array' then o.value else jsonb_build_array(o.value) end)
                          from jsonb_each(to_jsonb(r)) o
                          where o.key in ('partner_id', 'partner_ids', 'site_id', 'seat_id')) r (owner)
                    where r.owner is not null
                    union
                    select unnest(last.owners))
                from %1$I r
                left join lateral (select e.id, e.owners from change_log e
                                   where e.object_id = r.id::text and e.object_type = %2$L and e.audited
                                   order by e.at desc, e.id desc limit 1) last on true
                where (last.id is not null or not $1)
                  and not exists (select from change_log e
                                  where e.object_id = r.id::text and e.object_type = %2$L and e.audited
                                    and e.revision_after = r.version)
                $query$, logged, replace(logged, '_', '-')) using archived;
        end loop;
end
$$;
