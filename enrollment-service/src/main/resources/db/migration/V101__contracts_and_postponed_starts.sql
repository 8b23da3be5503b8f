-- A seasonal contract has two employers (Code du travail, L6222-5-1).
alter table apprenticeship_contract add column second_employer_siret text check (second_employer_siret <> employer_siret);
create index apprenticeship_contract_by_second_employer on apprenticeship_contract (second_employer_siret, id)
    where second_employer_siret is not null;

-- A contract ends with its enrollment. One that has not begun by then ends before its first day: it has no day at all,
-- which is the empty range.
alter table apprenticeship_contract drop constraint apprenticeship_contract_check1;
alter table apprenticeship_contract add check (ruptured_on <= ends_on);
alter table apprenticeship_contract drop constraint apprenticeship_contract_no_overlap;
alter table apprenticeship_contract add constraint apprenticeship_contract_no_overlap
    exclude using gist (student_id with =,
        daterange(starts_on, greatest(starts_on, coalesce(ruptured_on, ends_on) + 1)) with &&);

create or replace function overlapping_contract(of_enrollment uuid, but_for uuid, first_day date, last_day date) returns uuid
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return (select c.id from apprenticeship_contract c
            join enrollment e on e.id = c.enrollment_id
            where e.person_id = (select x.person_id from enrollment x where x.id = of_enrollment) and c.id <> but_for
              and daterange(c.starts_on, greatest(c.starts_on, coalesce(c.ruptured_on, c.ends_on) + 1))
                  && daterange(first_day, last_day, '[]')
            order by c.starts_on limit 1);
end
$$;

-- The start of the offering was moved to a later day at least once. Only such an offering can have active enrollments
-- before its start.
alter table offering_view add column postponed boolean not null default false;
create index offering_view_postponed on offering_view (id) where postponed;

-- Before the identity of a registered student changes: the live enrollment of another student of the partner, with the
-- new identity, on an offering where the registration has a live enrollment, too. Null when there is none, or when one
-- of the two was declared to be another person.
-- Locks the place counters of these offerings, then the student, as a registration does. A registration that comes later
-- waits, and its trigger enrollment_identity sees the changed student. Each statement has a new snapshot, so the last one
-- sees what a registration committed before it released the locks.
create function enrollment_of_same_identity(registration uuid, identity text, new_ine text) returns uuid
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
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
