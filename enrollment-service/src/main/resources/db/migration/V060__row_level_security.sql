call protect_by_tenant('student', 'partner_id');
call protect_by_tenant('enrollment', 'partner_id');
call protect_by_tenant('apprenticeship_contract', 'partner_id');
call protect_by_tenant('attendance', 'partner_id');
call protect_by_tenant('absence', 'partner_id');
call protect_by_tenant('attendance_alert', 'partner_id');
call protect_by_tenant('partner_view', 'id');
call protect_by_tenant('site_view', 'partner_id');
call protect_by_tenant('agreement_view', 'party_ids');
call protect_by_parent('adaptation', 'enrollment_id', 'enrollment');
call protect_by_parent('erasure_receipt', 'student_id', 'student');
call protect_by_parent('site_label_view', 'site_id', 'site_view');

-- A partner whose enrollment is under an agreement reads the agreement, also when it is a party no more.
create policy enrolled_under on agreement_view for select
    using (exists (select 1 from enrollment e where e.agreement_id = agreement_view.id));

-- Either registration.
alter table student_merge enable row level security;
create policy tenant on student_merge
    using (in_scope_of_all_tenants() or exists (select 1 from student s where s.id in (survivor_id, merged_id)));

-- ---------------------------------------------------------------- wider than the caller's scope
-- A merged person has enrollments of several partners, a waiting list and an agreement have students of several. What a
-- partner's request must know of them is answered here, with the owner's rights: yes or no, ids, and locks, never a row.
-- The view promotable_enrollment is read with the owner's rights, too: who waits is promoted in the order of the list.

-- In PL/pgSQL, which keeps the plans: an SQL function that is not inlined is planned at each call.

create function live_enrollment(person uuid, offering uuid) returns table (id uuid, partner_id uuid)
    language plpgsql stable strict security definer set search_path = public, pg_temp as
$$
begin
    return query
        select e.id, e.partner_id from enrollment e
        where e.person_id = person and e.offering_id = offering
          and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE');
end
$$;

-- In id order, so that transactions that lock the same persons do not deadlock.
create function lock_persons(persons uuid[]) returns setof uuid
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
begin
    return query select s.id from student s where s.id = any (persons) order by s.id for no key update;
end
$$;

-- Persons with more declared hours than a week has, at all sites together. Visible: the partner's own hours are too many.
create function overfull_persons(persons uuid[], monday date, partner uuid)
    returns table (person_id uuid, visible boolean)
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
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
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return (select c.id from apprenticeship_contract c
            join enrollment e on e.id = c.enrollment_id
            where e.person_id = (select x.person_id from enrollment x where x.id = of_enrollment) and c.id <> but_for
              and daterange(c.starts_on, coalesce(c.ruptured_on, c.ends_on), '[]') && daterange(first_day, last_day, '[]')
            order by c.starts_on limit 1);
end
$$;

create function offerings_waited_for(agreement uuid) returns setof uuid
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return query
        select distinct e.offering_id from enrollment e where e.state = 'WAITLISTED' and e.agreement_id = agreement;
end
$$;

-- An apprentice's training centre and host school are other partners.
create function kind_of_partner(partner uuid) returns text
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return (select p.kind from partner_view p where p.id = partner);
end
$$;
