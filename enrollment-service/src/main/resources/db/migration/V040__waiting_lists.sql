-- The most special line of an agreement's quotas that covers a training in a year: what an enrollment takes
-- its seat of, or a waiting one will.
create function seat_line(agreement uuid, year text, training text, family text) returns setof seat_counter
    language sql stable as
$$
    select s.* from seat_counter s
    where s.agreement_id = $1 and s.academic_year = $2 and not s.gone
      and (s.training_code = $3 or s.training_code is null and (s.family is null or s.family = $4))
    order by s.training_code nulls last, s.family nulls last, s.id
    limit 1
$$;

-- Who waits and could have both now, a seat and a place. A funding that is suspended promotes nobody.
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

-- A waiting enrollment takes whichever line covers it when its turn comes, not the one that did when it began to wait.
drop index enrollment_seat_waiting;
create index enrollment_agreement_waiting on enrollment (agreement_id) where state = 'WAITLISTED';
