-- Students that share their INE or their identity with another one: the same family name, birth date and birth place, and
-- similar given names (docs/adr/0010-merges-make-aliases.md). Aliases and erased students have no row, and a pair of
-- student_distinction is none. Only the triggers on these tables write rows; the service's role can read them.
-- No foreign key: its check would wait for the row lock of a merge, and the merge waits for the key's lock (below).
create table possible_duplicate (
    student_id uuid    not null,
    reason     text    not null check (reason in ('SAME_INE', 'SAME_IDENTITY')),
    partner_id uuid    not null, -- of the student
    in_partner boolean not null, -- another student of this partner shares it, too
    primary key (student_id, reason)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
create index possible_duplicate_in_partner on possible_duplicate (partner_id, student_id) where in_partner;
revoke insert, update, delete on possible_duplicate from "${service_role}";

-- Whether the given names of one identity contain those of the other, such as MARIEJEANNE and MARIEJEANNEANNE.
create function similar_given_names(one text, other text) returns boolean language sql immutable strict parallel safe as $$
    select strpos(split_part(one, '|', 2), split_part(other, '|', 2)) > 0
        or strpos(split_part(other, '|', 2), split_part(one, '|', 2)) > 0
$$;

-- Whether an officer found that these students are two persons.
create function are_distinct(one uuid, other uuid) returns boolean language sql stable parallel safe as $$
    select exists (select 1 from student_distinction d
                   where d.student_id = least(one, other) and d.other_id = greatest(one, other))
$$;

-- Compares the students that have one of these keys, and writes only rows that differ.
-- Key locks: each transaction locks its keys in the same order and keeps them until its end. Of two transactions that
-- register one person, the second waits here; its next statement has a new snapshot and sees the student of the first.
-- A row belongs to one student and one key. Each writer of the row holds the lock of that key.
-- A statement with more than 1000 keys locks all keys at once, because the lock table of PostgreSQL has a limited size.
-- With the owner's rights: a student of another partner shares a key, too.
-- Without sequential scans: a plan is cached, and may be older than most rows. One plan for all numbers of keys: to plan
-- takes longer than to look for one student.
create function find_possible_duplicates(changed uuid[], ines text[], births text[]) returns void
    language plpgsql volatile security definer
    set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
begin
    if cardinality(ines) + cardinality(births) > 1000 then
        perform pg_advisory_xact_lock(7461237, 0);
    else
        perform pg_advisory_xact_lock_shared(7461237, 0);
        perform pg_advisory_xact_lock(k.lock)
        from (select hashtextextended(key, 7461238) as lock from unnest(ines) key
              union select hashtextextended(key, 7461239) from unnest(births) key
              order by lock) k;
    end if;

    with same_ine as materialized (
        select s.id, s.partner_id, s.ine
        from student s
        where s.ine = any (ines) and s.ine is not null and s.merged_into is null
    ), related as materialized (
        select s.id, s.partner_id, s.identity_key, s.birth_key
        from student s
        where s.birth_key = any (births) and s.merged_into is null
    ), found as (
        select s.id, 'SAME_INE' as reason, s.partner_id,
               count(o.id) > 0 as shared, count(o.id) filter (where o.partner_id = s.partner_id) > 0 as in_partner
        from same_ine s
        left join same_ine o on o.ine = s.ine and o.id <> s.id and not are_distinct(o.id, s.id)
        group by s.id, s.partner_id
        union all
        select s.id, 'SAME_IDENTITY', s.partner_id,
               count(o.id) > 0, count(o.id) filter (where o.partner_id = s.partner_id) > 0
        from related s
        left join related o on o.birth_key = s.birth_key and o.id <> s.id
            and similar_given_names(o.identity_key, s.identity_key) and not are_distinct(o.id, s.id)
        group by s.id, s.partner_id
    ), ended as (
        delete from possible_duplicate d
        using (select f.id, f.reason from found f where not f.shared
               union all
               select c.id, r.reason from unnest(changed) c (id), (values ('SAME_INE'), ('SAME_IDENTITY')) r (reason)
               where (c.id, r.reason) not in (select f.id, f.reason from found f)) e
        where cardinality(changed) > 0 and d.student_id = e.id and d.reason = e.reason
    )
    insert into possible_duplicate (student_id, reason, partner_id, in_partner)
    select f.id, f.reason, f.partner_id, f.in_partner
    from found f
    where f.shared
      and not exists (select 1 from possible_duplicate d
                      where d.student_id = f.id and d.reason = f.reason
                        and d.partner_id = f.partner_id and d.in_partner = f.in_partner)
    on conflict (student_id, reason) do update set partner_id = excluded.partner_id, in_partner = excluded.in_partner;
end
$$;

-- New students have no rows yet, so nothing is deleted.
create function find_duplicates_of_inserted() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
declare
    ines       text[];
    births     text[];
begin
    select coalesce(array_agg(n.ine) filter (where n.ine is not null), '{}'),
           coalesce(array_agg(n.birth_key) filter (where n.birth_key is not null), '{}')
    into ines, births
    from new_rows n where n.merged_into is null;
    if cardinality(ines) + cardinality(births) > 0 then
        perform find_possible_duplicates('{}', ines, births);
    end if;
    return null;
end
$$;

-- The earlier and the later keys of students that were corrected, merged, unmerged or erased. Other changes have none.
create function find_duplicates_of_updated() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
declare
    changed    uuid[];
    ines       text[];
    births     text[];
begin
    select array_agg(c.id),
           coalesce(array_agg(c.ine) filter (where c.ine is not null and c.merged_into is null), '{}'),
           coalesce(array_agg(c.birth_key) filter (where c.birth_key is not null and c.merged_into is null), '{}')
    into changed, ines, births
    from ((select o.id, o.partner_id, o.ine, o.identity_key, o.birth_key, o.merged_into from old_rows o
           except select n.id, n.partner_id, n.ine, n.identity_key, n.birth_key, n.merged_into from new_rows n)
          union all
          (select n.id, n.partner_id, n.ine, n.identity_key, n.birth_key, n.merged_into from new_rows n
           except select o.id, o.partner_id, o.ine, o.identity_key, o.birth_key, o.merged_into from old_rows o)) c;
    if cardinality(ines) + cardinality(births) > 0 then
        perform find_possible_duplicates(changed, ines, births);
    end if;
    return null;
end
$$;

create function find_duplicates_of_deleted() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
declare
    deleted    uuid[];
    ines       text[];
    births     text[];
begin
    select array_agg(o.id), coalesce(array_agg(o.ine) filter (where o.ine is not null), '{}'),
           coalesce(array_agg(o.birth_key) filter (where o.birth_key is not null), '{}')
    into deleted, ines, births
    from old_rows o where o.merged_into is null;
    if cardinality(ines) + cardinality(births) > 0 then
        perform find_possible_duplicates(deleted, ines, births);
    end if;
    return null;
end
$$;

-- The two students of a distinction that was stated or removed. The transaction has locked both.
create function find_duplicates_of_distinct() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
declare
    pair       uuid[];
    ines       text[];
    births     text[];
begin
    if tg_op = 'DELETE' then
        pair := array[old.student_id, old.other_id];
    else
        pair := array[new.student_id, new.other_id];
    end if;
    select coalesce(array_agg(distinct s.ine) filter (where s.ine is not null), '{}'),
           coalesce(array_agg(distinct s.birth_key) filter (where s.birth_key is not null), '{}')
    into ines, births
    from student s where s.id = any (pair) and s.merged_into is null;
    if cardinality(ines) + cardinality(births) > 0 then
        perform find_possible_duplicates(pair, ines, births);
    end if;
    return null;
end
$$;

create trigger duplicates_of_distinct after insert or delete on student_distinction
    for each row execute function find_duplicates_of_distinct();
create trigger duplicates_of_inserted after insert on student referencing new table as new_rows
    for each statement execute function find_duplicates_of_inserted();
create trigger duplicates_of_updated after update on student referencing old table as old_rows new table as new_rows
    for each statement execute function find_duplicates_of_updated();
create trigger duplicates_of_deleted after delete on student referencing old table as old_rows
    for each statement execute function find_duplicates_of_deleted();
