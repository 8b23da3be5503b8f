-- Inserts the rows bench.first to bench.last in the order of their registration, as the product would have left them.
insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, email, ine, diploma_level,
                     high_level_athlete, apprentice, civil_servant, priority_district, parent_of_three,
                     identity_key, identity_version, registered_at)
select student_id, 0, partner_id, 'Étudiant ' || student, 'Camille', born, 'Quimperlé', null,
       case when pg_temp.pick(student, 9) < 0.3 then lpad(student::text, 10, '0') || 'A' end,
       4 + (student % 4), false, false, false, pg_temp.pick(student, 10) < 0.1, false,
       'ETUDIANT' || student || '|CAMILLE|' || born || '|QUIMPERLE', 2, student_since
from (select *, date '1975-01-01' + floor(pg_temp.pick(student, 8) * 11000)::int as born from planned_row) p
where n = student and place between current_setting('bench.first')::bigint and current_setting('bench.last')::bigint
order by place;

insert into enrollment (id, version, student_id, person_id, partner_id, agreement_id, offering_id, training_id,
                        academic_year, site_id, seat_id, state, waiting_rank, hold_until, previous_id,
                        result_state, withdrawn_on, fundings, history, registered_at, changed_at)
select id, jsonb_array_length(steps) - 1, student_id, student_id, partner_id, agreement_id, offering_id, training_id,
       academic_year, site_id, seat_id, state,
       case when state = 'WAITLISTED' then place end,
       case when state = 'PENDING_FUNDING' then current_date + 2 + floor(moment * 58)::int end,
       previous_id, result, case when state = 'WITHDRAWN' then greatest(changed_at::date, starts_on) end,
       jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
           'id', pg_temp.id('funding', n, registered_at), 'kind', funding, 'amount', price,
           'state', case when state = 'PENDING_FUNDING' then 'REQUESTED' when state = 'REJECTED' then 'REFUSED'
                         else 'APPROVED' end,
           'decidedAt', case when funding in ('REGION', 'OPCO', 'EMPLOYER') and state <> 'PENDING_FUNDING'
                             then pg_temp.text_of(case when state = 'REJECTED' then changed_at else registered_at end) end,
           'decidedBy', case when funding in ('REGION', 'OPCO', 'EMPLOYER') and state <> 'PENDING_FUNDING'
                             then 'cned-enrollment-office' end))),
       steps, registered_at, changed_at
from (select *,
             case when state = 'WAITLISTED' then pg_temp.move(null, 'WAITLISTED', registered_at, actor)
                  when state in ('PENDING_FUNDING', 'REJECTED') then pg_temp.move(null, 'PENDING_FUNDING', registered_at, actor)
                  else pg_temp.move(null, 'CONFIRMED', registered_at, actor) end
             || case when state in ('ACTIVE', 'COMPLETED', 'WITHDRAWN')
                     then pg_temp.move('CONFIRMED', 'ACTIVE', began_at, 'calendar') else '[]' end
             || case state when 'COMPLETED' then jsonb_set(
                               pg_temp.move('ACTIVE', state, changed_at, 'cned-enrollment-office'),
                               '{0,result}', jsonb_build_object('state', result))
                           when 'WITHDRAWN' then pg_temp.move('ACTIVE', state, changed_at, actor)
                           when 'REJECTED' then pg_temp.move('PENDING_FUNDING', state, changed_at, 'cned-enrollment-office')
                           when 'CANCELLED' then pg_temp.move('CONFIRMED', state, changed_at, actor)
                           when 'TRANSFERRED' then pg_temp.move('CONFIRMED', state, changed_at, actor)
                           else '[]' end as steps
      from (select p.*, client || '@' || partner_id as actor,
                   case when state = 'COMPLETED' then case when pg_temp.pick(n, 11) < 0.6 then 'PASSED'
                        when pg_temp.pick(n, 11) < 0.9 then 'FAILED' else 'UNKNOWN' end end as result
            from planned_row p) p
      where place between current_setting('bench.first')::bigint and current_setting('bench.last')::bigint) p
order by place;

insert into change_log (at, client, subject, roles, tenant, operation, object_type, object_id, revision_after,
                         changed_fields, owners)
select p.registered_at, p.client, p.subject, '{partner}', p.partner_id, 'createEnrollment', o.type,
       case o.type when 'student' then p.student_id else p.id end, 0, '{}',
       case o.type when 'student' then '{}' else array[p.partner_id] end
from planned_row p cross join (values ('student'), ('enrollment')) o (type)
where p.place between current_setting('bench.first')::bigint and current_setting('bench.last')::bigint
  and (o.type = 'enrollment' or p.n = p.student)
order by p.place, o.type desc;
