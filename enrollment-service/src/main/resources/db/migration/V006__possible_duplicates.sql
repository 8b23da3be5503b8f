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
-- Not strict: PostgreSQL inlines no strict function with "or", and a call takes 20 times as long.
create function similar_given_names(one text, other text) returns boolean language sql immutable parallel safe as $$
    select strpos(split_part(one, '|', 2), split_part(other, '|', 2)) > 0
        or strpos(split_part(other, '|', 2), split_part(one, '|', 2)) > 0
$$;

-- Whether an officer found that these students are two persons.
create function are_distinct(one uuid, other uuid) returns boolean language sql stable parallel safe as $$
    select exists (select 1 from student_distinction d
                   where d.student_id = least(one, other) and d.other_id = greatest(one, other))
$$;

-- A birth key with more students than this is crowded: their given names are listed in crowded_student.
create function crowd_limit() returns integer language sql immutable parallel safe return 100;

-- An index on the given names of the students of crowded birth keys: a row for each end of the given names. Names that
-- contain "ANNE" have an end that begins with "ANNE". Without it a registration reads each student of its birth key.
-- Students of a key that is not crowded may be missing. Aliases have rows, too. Only the functions below read and write it.
create table crowded_student (
    birth_hash bigint not null,           -- crowded_hash of the birth key
    name_end   text   collate "C" not null, -- its first 100 letters
    student_id uuid   not null,
    primary key (birth_hash, name_end, student_id)
);
create index crowded_student_id on crowded_student (student_id);
revoke insert, update, delete on crowded_student from "${service_role}";

create function crowded_hash(birth text) returns bigint language sql immutable strict parallel safe
    return hashtextextended(birth, 7461240);

-- All students with the birth key of the identity and similar given names, aliases and those with the same identity
-- included. With the owner's rights: ids only, of all partners.
-- A crowded key: equality finds given names that the new ones contain, a range of name_end those that contain the new ones.
-- An equality for each part of the new names. Names with more than 100 letters (a few characters stand for many) have too
-- many parts, so they are compared with each student of the key.
-- Without sequential scans: a plan is cached, and may be older than most rows. "is true" keeps the planner from the index
-- of birth keys, which finds all students of the key.
create function similar_students(identity text) returns uuid[]
    language plpgsql stable strict security definer
    set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
declare
    birth      text := birth_key(identity);
    given      text := split_part(identity, '|', 2);
    beginning  text := left(given, 100) collate "C";
    candidates integer;
    found      uuid[];
begin
    select count(*), array_agg(s.id) filter (where similar_given_names(s.identity_key, identity))
    into candidates, found
    from (select s.id, s.identity_key from student s where s.birth_key = birth limit crowd_limit() + 1) s;
    if candidates <= crowd_limit() then
        return found;
    end if;
    if length(given) > 100 then
        return array(select s.id from student s
                     where s.birth_key = birth and similar_given_names(s.identity_key, identity));
    end if;
    return array(
        select s.id from student s
        where s.identity_key = any (array(
            select split_part(identity, '|', 1) || '|' || substr(given, first, letters) || '|'
                            || split_part(identity, '|', 3) || '|' || split_part(identity, '|', 4)
            from generate_series(1, greatest(length(given), 1)) first,
                 generate_series(0, length(given) - first + 1) letters))
        union
        select s.id from student s
        where s.id = any (array(
            select c.student_id from crowded_student c
            where c.birth_hash = crowded_hash(birth) and c.name_end >= beginning
              and c.name_end < beginning || chr(1114111)))
          and (s.birth_key = birth) is true and similar_given_names(s.identity_key, identity));
end
$$;

-- Key locks: each transaction locks its keys in the same order and keeps them until its end. Of two transactions that
-- register one person, the second waits here; its next statement has a new snapshot and sees the student of the first.
-- A row belongs to one student and one key. Each writer of the row holds the lock of that key.
-- A statement with more than 1000 keys locks all keys at once, because the lock table of PostgreSQL has a limited size.
create function lock_duplicate_keys(ines text[], births text[]) returns void
    language plpgsql volatile set search_path = public, pg_temp as $$
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
end
$$;

-- Lists the changed students of crowded keys, and returns these keys. Needs the lock of the keys. A key with at most
-- crowd_limit() other students may just have become crowded, so these are listed, too.
create function list_crowded(changed uuid[], births text[]) returns text[]
    language plpgsql volatile set search_path = public, pg_temp as $$
declare
    crowded text[] := array(
        select key from (select distinct unnest(births)) b (key)
        where (select count(*) from (select from student s where s.birth_key = key limit crowd_limit() + 1) s)
              > crowd_limit());
begin
    if cardinality(crowded) = 0 then
        return crowded;
    end if;
    insert into crowded_student (birth_hash, name_end, student_id)
    select distinct crowded_hash(l.birth_key), left(substr(l.given, first), 100), l.id
    from (select s.id, s.birth_key, split_part(s.identity_key, '|', 2) as given
          from student s where s.id = any (changed) and (s.birth_key = any (crowded)) is true
          union all
          select o.id, key, split_part(o.identity_key, '|', 2)
          from unnest(crowded) key
          cross join lateral (select s.id, s.identity_key from student s
                              where s.birth_key = key and s.id <> all (changed) limit crowd_limit() + 1) o
          where (select count(*) from (select from student s
                                       where s.birth_key = key and s.id <> all (changed) limit crowd_limit() + 1) s)
                <= crowd_limit()) l
    cross join lateral generate_series(1, greatest(length(l.given), 1)) first
    on conflict do nothing;
    return crowded;
end
$$;

-- Compares inserted students with the registered ones and with each other. Registered students are not compared with each
-- other: a new student ends none of their pairs. A new student has no row and no distinction.
-- With the owner's rights: a student of another partner shares a key, too.
create function find_duplicates_of_new(inserted uuid[], ines text[], births text[]) returns void
    language plpgsql volatile security definer
    set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
declare
    crowded text[];
begin
    perform lock_duplicate_keys(ines, births);
    crowded := list_crowded(inserted, births);

    -- "offset 0" keeps the order of the joins: the plan may be older than most rows.
    with pair as materialized (
        select 'SAME_INE' as reason, n.id, n.partner_id, o.id as other, o.partner_id as partner_of_other
        from student n
        cross join lateral (select s.id, s.partner_id from student s
                            where s.ine = n.ine and s.merged_into is null offset 0) o
        where n.id = any (inserted) and n.merged_into is null and o.id <> n.id and cardinality(ines) > 0
        union all
        select 'SAME_IDENTITY', n.id, n.partner_id, o.id, o.partner_id
        from student n
        cross join lateral (select s.id, s.partner_id, s.identity_key from student s
                            where s.birth_key = n.birth_key and s.merged_into is null offset 0) o
        where n.id = any (inserted) and n.merged_into is null and n.birth_key <> all (crowded)
          and o.id <> n.id and similar_given_names(o.identity_key, n.identity_key)
        union all
        select 'SAME_IDENTITY', n.id, n.partner_id, o.id, o.partner_id
        from student n
        cross join lateral unnest(similar_students(n.identity_key)) similar_one (id)
        join student o on o.id = similar_one.id and o.id <> n.id and o.merged_into is null
        where n.id = any (inserted) and n.merged_into is null and (n.birth_key = any (crowded)) is true
          and cardinality(crowded) > 0
    ), found as (
        select reason, id, partner_id, bool_or(partner_id = partner_of_other) as in_partner
        from (select reason, id, partner_id, partner_of_other from pair
              union all select reason, other, partner_of_other, partner_id from pair) p
        group by reason, id, partner_id
    )
    insert into possible_duplicate as d (student_id, reason, partner_id, in_partner)
    select f.id, f.reason, f.partner_id, f.in_partner
    from found f
    where not exists (select 1 from possible_duplicate e
                      where e.student_id = f.id and e.reason = f.reason and (e.in_partner or not f.in_partner))
    on conflict (student_id, reason) do update set in_partner = d.in_partner or excluded.in_partner;
end
$$;

-- Compares the students that have one of these INEs, and those that are similar to one of these identities, with all
-- others. Writes only rows that differ. The keys are the earlier and the later ones of the changed students, so the other
-- student of each pair that began or ended is among them. With the owner's rights, as above.
create function find_possible_duplicates(changed uuid[], ines text[], identities text[]) returns void
    language plpgsql volatile security definer
    set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
declare
    births text[] := array(select distinct birth_key(i) from unnest(identities) i);
begin
    perform lock_duplicate_keys(ines, births);
    delete from crowded_student c where c.student_id = any (changed);
    perform list_crowded(changed, births);

    with same_ine as materialized (
        select s.id, s.partner_id, s.ine
        from student s
        where s.ine = any (ines) and s.ine is not null and s.merged_into is null
    ), related as materialized (
        select s.id, s.partner_id, s.identity_key
        from student s
        where s.id = any (array(select unnest(similar_students(i)) from unnest(identities) i)) and s.merged_into is null
    ), alike as materialized ( -- once for students with the same identity
        select k.identity_key, array_agg(o.id) as ids, array_agg(o.partner_id) as partners
        from (select distinct identity_key from related) k
        cross join lateral unnest(similar_students(k.identity_key)) similar_one (id)
        join student o on o.id = similar_one.id and o.merged_into is null
        group by k.identity_key
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
        join alike a on a.identity_key = s.identity_key
        left join lateral unnest(a.ids, a.partners) o (id, partner_id) on o.id <> s.id and not are_distinct(o.id, s.id)
        group by s.id, s.partner_id
    ), ended as (
        delete from possible_duplicate d
        using (select f.id, f.reason from found f where not f.shared
               union all
               select c.id, r.reason from unnest(changed) c (id), (values ('SAME_INE'), ('SAME_IDENTITY')) r (reason)
               where (c.id, r.reason) not in (select f.id, f.reason from found f)) e
        where d.student_id = e.id and d.reason = e.reason
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

create function find_duplicates_of_inserted() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
declare
    inserted   uuid[];
    ines       text[];
    births     text[];
begin
    select array_agg(n.id), coalesce(array_agg(n.ine) filter (where n.ine is not null), '{}'),
           coalesce(array_agg(n.birth_key) filter (where n.birth_key is not null), '{}')
    into inserted, ines, births
    from new_rows n;
    if cardinality(ines) + cardinality(births) > 0 then
        perform find_duplicates_of_new(inserted, ines, births);
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
    identities text[];
begin
    select array_agg(c.id),
           coalesce(array_agg(c.ine) filter (where c.ine is not null and c.merged_into is null), '{}'),
           coalesce(array_agg(c.identity_key) filter (where c.identity_key is not null), '{}')
    into changed, ines, identities
    from ((select o.id, o.partner_id, o.ine, o.identity_key, o.merged_into from old_rows o
           except select n.id, n.partner_id, n.ine, n.identity_key, n.merged_into from new_rows n)
          union all
          (select n.id, n.partner_id, n.ine, n.identity_key, n.merged_into from new_rows n
           except select o.id, o.partner_id, o.ine, o.identity_key, o.merged_into from old_rows o)) c;
    if cardinality(ines) + cardinality(identities) > 0 then
        perform find_possible_duplicates(changed, ines, identities);
    end if;
    return null;
end
$$;

create function find_duplicates_of_deleted() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
declare
    deleted    uuid[];
    ines       text[];
    identities text[];
begin
    select array_agg(o.id), coalesce(array_agg(o.ine) filter (where o.ine is not null), '{}'),
           coalesce(array_agg(o.identity_key) filter (where o.identity_key is not null), '{}')
    into deleted, ines, identities
    from old_rows o;
    if cardinality(ines) + cardinality(identities) > 0 then
        perform find_possible_duplicates(deleted, ines, identities);
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
    identities text[];
begin
    if tg_op = 'DELETE' then
        pair := array[old.student_id, old.other_id];
    else
        pair := array[new.student_id, new.other_id];
    end if;
    select coalesce(array_agg(distinct s.ine) filter (where s.ine is not null), '{}'),
           coalesce(array_agg(distinct s.identity_key) filter (where s.identity_key is not null), '{}')
    into ines, identities
    from student s where s.id = any (pair) and s.merged_into is null;
    if cardinality(ines) + cardinality(identities) > 0 then
        perform find_possible_duplicates(pair, ines, identities);
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
