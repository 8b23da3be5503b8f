-- Counters equal their rows.
update seat_counter c
set used = e.held, granted = greatest(c.requested, e.held), revision = c.revision + e.held
from (select seat_id, count(*) as held from enrollment
      where state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED') group by seat_id) e
where c.id = e.seat_id and c.used <> e.held;

update place_counter c
set used = e.held, waiting = e.waiting, granted = greatest(c.requested, e.held),
    revision = greatest(c.revision + e.held, coalesce(e.last_rank, 0))
from (select offering_id, max(waiting_rank) as last_rank, count(*) filter (where state = 'WAITLISTED') as waiting,
             count(*) filter (where state in ('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED')) as held
      from enrollment group by offering_id) e
where c.offering_id = e.offering_id and (c.used, c.waiting) is distinct from (e.held::int, e.waiting::int);

-- The answers of the last registrations, one in ten of all rows.
insert into idempotency_key (client, subject, scope, key, request_hash, status, headers, body, named_ids)
select p.client, p.subject, p.partner_id || ' partner', pg_temp.id('key', p.n, p.registered_at)::text,
       sha256(p.id::text::bytea), 201,
       jsonb_build_object('ETag', '"0"', 'Location', current_setting('bench.gateway') || '/v1/enrollments/' || p.id,
                          'Content-Type', 'application/json;charset=UTF-8'),
       convert_to(jsonb_build_object(
           'id', p.id, 'revision', 0, 'state', p.state, 'studentId', p.student_id, 'partnerId', p.partner_id,
           'agreementId', p.agreement_id, 'offeringId', p.offering_id, 'trainingId', p.training_id,
           'academicYear', p.academic_year, 'seatQuotaId', p.seat_id,
           'fundings', jsonb_build_array(jsonb_build_object('kind', p.funding, 'amount', p.price, 'state', 'APPROVED')),
           'history', jsonb_build_array(jsonb_build_object('to', 'CONFIRMED', 'at', pg_temp.text_of(p.registered_at),
                                                           'by', p.client)),
           'registeredAt', pg_temp.text_of(p.registered_at), 'changedAt', pg_temp.text_of(p.registered_at))::text, 'UTF8'),
       array(select x from unnest(array[p.partner_id, p.seat_id, p.agreement_id, p.training_id, p.offering_id,
                                        p.student_id, p.id]) x order by x)
from planned_row p
where p.place > (select count(*) * 0.9 from planned_row)
order by p.place;
