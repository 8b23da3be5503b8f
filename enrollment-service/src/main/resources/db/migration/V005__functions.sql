-- ---------------------------------------------------------------- seats and places
-- The most special line of an agreement's quotas that covers a training in a year: the seat of an enrollment. A waiting
-- enrollment takes the line that covers it when its turn comes, not the one that did when it began to wait.
create function seat_line(agreement uuid, year text, training text, family text) returns setof seat_counter
    language sql stable as $$
    select s.* from seat_counter s
    where s.agreement_id = $1 and s.academic_year = $2 and not s.gone
      and (s.training_code = $3 or s.training_code is null and (s.family is null or s.family = $4))
    order by s.training_code nulls last, s.family nulls last, s.id
    limit 1
$$;

-- The waiting enrollments that could have both now, a seat and a place. A funding that is suspended promotes nobody. The
-- view is read with the owner's rights: the waiting list of an offering has students of several partners.
create view promotable_enrollment as
select e.id, e.offering_id, e.waiting_rank, s.id as seat_id
from enrollment e
join place_counter p on p.offering_id = e.offering_id and p.used < p.granted
join offering_view o on o.id = e.offering_id and o.state in ('OPEN', 'CLOSED')
join training_view t on t.id = e.training_id
join agreement_view a on a.id = e.agreement_id and a.state = 'IN_FORCE'
cross join lateral seat_line(e.agreement_id, e.academic_year, t.code, t.family) s
where e.state = 'WAITLISTED'
  and s.used < s.granted
  and not exists (select 1 from jsonb_array_elements(e.fundings) f where f ->> 'kind' = any (a.suspended_fundings));

-- ---------------------------------------------------------------- wider than the caller's scope
-- A merged person has enrollments of several partners, a waiting list and an agreement have students of several. What a
-- partner's request must know of them is answered here, with the owner's rights: yes or no, ids, and locks, never a row.
-- In PL/pgSQL, which keeps the plans: an SQL function that is not inlined is planned at each call.

-- A person has at most one live enrollment on an offering. With the default of 1000 rows the planner estimates a hundred
-- times the cost of the statement that reads the facts of a registration, and may compile it (JIT).
create function live_enrollment(person uuid, offering uuid) returns table (id uuid, partner_id uuid)
    language plpgsql stable strict security definer rows 1 set search_path = public, pg_temp as $$
begin
    return query
        select e.id, e.partner_id from enrollment e
        where e.person_id = person and e.offering_id = offering
          and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
end
$$;

-- Whether the partner enrolled the person in an earlier year. Called only for offerings with several enrollment periods.
create function enrolled_before(person uuid, partner uuid, of_year text) returns boolean
    language plpgsql stable strict set search_path = public, pg_temp as $$
begin
    return exists (select from enrollment e
                   where e.person_id = person and e.partner_id = partner and e.academic_year < of_year
                     and e.state not in ('WAITLISTED', 'REJECTED', 'CANCELLED', 'ANNULLED'));
end
$$;

-- The enrollments in the caller's scope of students in this situation, with words that begin the student's names and
-- reference, or the reference and codes of the enrollment. Null when students or enrollments are more than few. With
-- the owner's rights, because row-level security keeps "@@" from an index. A plan for each call: the words decide it.
create function enrollments_of_students(typed text, situation text, partner uuid, few integer) returns uuid[]
    language plpgsql stable security definer
    set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_custom_plan
as $$
declare
    words    tsquery := word_beginnings(typed);
    asked    tsquery := coalesce(words && cast(situation as tsquery), words, cast(situation as tsquery));
    students uuid[];
    ids      uuid[];
begin
    students := array(
        select s.id from student s
        where s.search @@ asked and in_tenant_scope(s.partner_id) and (partner is null or s.partner_id = partner)
        limit few + 1);
    if cardinality(students) > few then
        return null;
    end if;
    ids := array(
        select e.id from student s
        join enrollment e on e.person_id = coalesce(s.merged_into, s.id) and e.student_id = s.id
        where s.id = any (students)
        union
        (select e.id from enrollment e
         where (e.reference is not null or e.other_codes <> '[]') and code_words(e.reference, e.other_codes) @@ words
           and in_tenant_scope(e.partner_id) and (partner is null or e.partner_id = partner)
           and (situation is null
                or (select s.search from student s where s.id = e.student_id) @@ cast(situation as tsquery))
         limit few + 1));
    return case when cardinality(ids) <= few then ids end;
end
$$;

-- In id order, so that transactions that lock the same persons do not deadlock.
create function lock_persons(persons uuid[]) returns setof uuid
    language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    return query select s.id from student s where s.id = any (persons) order by s.id for no key update;
end
$$;

-- Persons with more declared hours than a week has, at all sites together. Visible: the partner's own hours are too many.
create function overfull_persons(persons uuid[], monday date, partner uuid)
    returns table (person_id uuid, visible boolean)
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
        select e.person_id,
               coalesce(sum(a.hours) filter (where e.partner_id = coalesce(partner, e.partner_id)), 0) > 168
        from attendance a
        join enrollment e on e.id = a.enrollment_id
        where e.person_id = any (persons) and a.week = monday
        group by e.person_id having sum(a.hours) > 168;
end
$$;

-- Another contract of the enrollment's person on some of these days.
create function overlapping_contract(of_enrollment uuid, but_for uuid, first_day date, last_day date) returns uuid
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select c.id from apprenticeship_contract c
            join enrollment e on e.id = c.enrollment_id
            where e.person_id = (select x.person_id from enrollment x where x.id = of_enrollment) and c.id <> but_for
              and daterange(c.starts_on, greatest(c.starts_on, coalesce(c.ruptured_on, c.ends_on) + 1))
                  && daterange(first_day, last_day, '[]')
            order by c.starts_on limit 1);
end
$$;

create function offerings_waited_for(agreement uuid) returns setof uuid
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
        select distinct e.offering_id from enrollment e where e.state = 'WAITLISTED' and e.agreement_id = agreement;
end
$$;

-- An apprentice's training centre and host school are other partners.
create function kind_of_partner(partner uuid) returns text
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select p.kind from partner_view p where p.id = partner);
end
$$;

-- The members of a federation are other partners. Their ids only.
create function members_of(federation uuid) returns setof uuid
    language plpgsql stable strict security definer set search_path = public, pg_temp as $$
begin
    return query select p.id from partner_view p where p.parent_id = federation;
end
$$;

-- The agreements of its clubs are agreements of other partners. Their ids only.
create function agreements_under_frameworks_of(federation uuid) returns setof uuid
    language plpgsql stable strict security definer set search_path = public, pg_temp as $$
begin
    return query
        select s.id from agreement_view f
        join agreement_view s on s.framework_id = f.id
        where f.kind = 'FRAMEWORK' and f.party_ids @> array[federation];
end
$$;

-- The enrollments of a partner, or of some of its sites, whose entries in the log are behind this one. Those that left the
-- sites since then are among them: the reader must remove its copy. Their ids only. A plan for each call: the entry decides
-- how many follow.
create function changed_enrollments(behind bigint, partner uuid, sites uuid[])
    returns table (id uuid, student_id uuid, offering_id uuid, training_id uuid, academic_year text, changed_at timestamptz)
    language plpgsql stable security definer
    set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
as $$
begin
    return query
        select e.id, e.student_id, e.offering_id, e.training_id, e.academic_year, c.at
        from (select l.object_id, max(l.at) as at from change_log l
              where l.id > behind and l.object_type = 'enrollment' and partner = any (l.owners)
                and (sites is null or l.owners && sites)
              group by l.object_id) c
        join enrollment e on e.id = cast(c.object_id as uuid);
end
$$;

-- The site that hosted an enrollment on a day, from the changes of site in its history.
create function site_on(history jsonb, day date) returns uuid
    language sql immutable parallel safe as $$
    select cast(case when c.since <= day then c.change ->> 'to' else c.change ->> 'from' end as uuid)
    from (select h.entry -> 'siteChange' as change, cast(h.entry -> 'siteChange' ->> 'effectiveOn' as date) as since, h.step
          from jsonb_array_elements(history) with ordinality as h (entry, step)) c
    where c.since is not null
    order by c.since <= day desc, case when c.since <= day then -c.step else c.step end
    limit 1
$$;

-- The place of a student in a waiting list is a number, and tells nothing of the other students.
create function waitlist_rank(offering uuid, rank bigint) returns integer
    language plpgsql stable strict security definer set search_path = public, pg_temp as $$
begin
    return (select count(*) from enrollment e
            where e.offering_id = offering and e.state = 'WAITLISTED' and e.waiting_rank <= rank);
end
$$;

-- ---------------------------------------------------------------- twins
-- One identity has one live enrollment of a partner on an offering. Runs after the request has locked the place counter of
-- the offering, so a concurrent enrollment has committed and is visible to the query. A transfer that stays on the
-- offering adds nobody. An enrollment that says that it is another person's may be in the same statement. "is true"
-- keeps the planner from the index by partner: a partner may have thousands of students. One plan for all numbers of rows,
-- which begins with the new rows.
create function refuse_second_identity() returns trigger
    language plpgsql set search_path = public, pg_temp set enable_seqscan = off as $$
begin
    if exists (
        select from new_rows n
        join student me on me.id = n.student_id
        join student s on s.identity_key = me.identity_key and (s.partner_id = me.partner_id) is true
            and (s.ine = me.ine) is not false
            and coalesce(s.merged_into, s.id) <> coalesce(me.merged_into, me.id)
        cross join lateral live_enrollment(coalesce(s.merged_into, s.id), n.offering_id) twin
        where n.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE') and not n.distinct_person
          and twin.partner_id = n.partner_id
          and not exists (select from new_rows other where other.id = twin.id and (other.number > n.number or other.distinct_person))
          and not exists (select from enrollment p
                          where p.id = n.previous_id and p.student_id = n.student_id
                            and p.offering_id = n.offering_id and p.state = 'TRANSFERRED')) then
        raise unique_violation using
            message = 'a student with the same identity has a live enrollment on the offering',
            constraint = 'enrollment_identity', table = 'enrollment';
    end if;
    return null;
end
$$;
create trigger enrollment_identity after insert on enrollment referencing new table as new_rows
    for each statement execute function refuse_second_identity();

-- Before the identity of a registered student changes: the live enrollment of another student of the partner, with the
-- new identity, on an offering where the registration has a live enrollment, too. Null when there is none, or when one
-- of the two was declared to be another person.
-- Locks the place counters of these offerings, then the student, as a registration does. A registration that comes later
-- waits, and its trigger enrollment_identity sees the changed student. Each statement has a new snapshot, so the last one
-- sees what a registration committed before it released the locks.
create function enrollment_of_same_identity(registration uuid, identity text, new_ine text) returns uuid
    language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me student;
begin
    select * into me from student s where s.id = registration;
    perform 1 from place_counter p
        where p.offering_id in (
            select e.offering_id from enrollment e
            where e.person_id = coalesce(me.merged_into, me.id) and e.student_id = me.id
              and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE'))
        order by p.offering_id for no key update;
    perform 1 from student s where s.id = registration for no key update;
    return (
        select twin.id
        from enrollment e
        cross join student s
        cross join lateral live_enrollment(coalesce(s.merged_into, s.id), e.offering_id) live
        join enrollment twin on twin.id = live.id and twin.partner_id = me.partner_id and not twin.distinct_person
        where e.person_id = coalesce(me.merged_into, me.id) and e.student_id = me.id and not e.distinct_person
          and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
          and s.identity_key = identity and (s.partner_id = me.partner_id) is true
          and (s.ine = new_ine) is not false
          and coalesce(s.merged_into, s.id) <> coalesce(me.merged_into, me.id)
        order by twin.id limit 1);
end
$$;
