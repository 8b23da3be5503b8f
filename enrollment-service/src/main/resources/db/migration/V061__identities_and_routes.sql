-- The route of the concours that an offering prepares for. Rows that exist already get it when the catalogue emits them
-- again.
alter table offering_view add column route text;

-- The collation lets one index serve equality and the prefix search of names.
alter table student alter column identity_key type text collate "C";

-- The version of the normalisation behind identity_key. A job recomputes the keys of older versions.
alter table student add column identity_version smallint not null default 1;
create index student_identity_outdated on student (id) where identity_version < 2 and erased_at is null;

-- The request said that another enrolled student with the same identity is another person.
alter table enrollment add column distinct_person boolean not null default false;

-- One identity has one live enrollment of a partner on an offering. Runs after the request has locked the place counter of
-- the offering, so a concurrent enrollment has committed and is visible to the query. A transfer that stays on the
-- offering adds nobody. "is true" keeps the planner from the index by partner: a partner may have thousands of students.
create function refuse_second_identity() returns trigger
    language plpgsql set search_path = public, pg_temp as
$$
declare
    me student;
    twin uuid;
begin
    select * into me from student s where s.id = new.student_id;
    for twin in select coalesce(s.merged_into, s.id) from student s
                where s.identity_key = me.identity_key and (s.partner_id = me.partner_id) is true
                  and (s.ine = me.ine) is not false
                  and coalesce(s.merged_into, s.id) <> coalesce(me.merged_into, me.id)
    loop
        if exists (select 1 from live_enrollment(twin, new.offering_id) e where e.partner_id = new.partner_id)
           and not exists (select 1 from enrollment p
                           where p.id = new.previous_id and p.student_id = new.student_id
                             and p.offering_id = new.offering_id and p.state = 'TRANSFERRED') then
            raise unique_violation using
                message = 'a student with the same identity has a live enrollment on the offering',
                constraint = 'enrollment_identity', table = 'enrollment';
        end if;
    end loop;
    return new;
end
$$;
create trigger enrollment_identity before insert on enrollment
    for each row
    when (new.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE') and not new.distinct_person)
    execute function refuse_second_identity();
