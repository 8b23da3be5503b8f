-- The readers of the log of changes: docs/adr/0036-one-change-log.md

-- The tenants that could see the object before or after the change. Not part of the hash: it says who follows an object,
-- not who changed it.
alter table change_log add column owners uuid[] not null default '{}';

-- The newest id that was taken, and the transactions that may have taken it or a lower one and have not ended. The order of
-- the two statements matters: a transaction locks the table before it takes an id.
create function change_log_writers(out newest bigint, out writers text[])
    language plpgsql volatile set search_path = public, pg_catalog, pg_temp as
$$
begin
    select case when s.is_called then s.last_value else s.last_value - 1 end into newest from change_log_id s;
    select coalesce(array_agg(l.virtualtransaction), '{}') into writers
    from pg_locks l
    where l.locktype = 'relation' and l.relation = 'change_log'::regclass and l.mode = 'RowExclusiveLock'
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and l.pid is distinct from pg_backend_pid();
end
$$;

-- How far the relay has sent the changes of a type of objects, and the objects whose event Kafka refuses: they are tried
-- again, and since when. The position is the id of an entry.
create table changelog_reader (
    object_type   text primary key,
    position      bigint not null,
    refused       uuid[] not null default '{}',
    refused_since timestamptz
);
