-- The registrars and offerings to choose from. RowLoader has set their ids as arrays.
create temp table registrar as
select r.number - 1 as number, r.partner_id, r.agreement_id, r.client, r.subject,
       array(select s.id from site_view s where s.partner_id = r.partner_id order by s.id) as site_ids
from unnest(current_setting('bench.partners')::uuid[], current_setting('bench.agreements')::uuid[],
            current_setting('bench.clients')::text[], current_setting('bench.subjects')::text[])
         with ordinality as r (partner_id, agreement_id, client, subject, number);

create temp table choice as
select dense_rank() over (order by o.academic_year) - 1 as year,
       row_number() over (partition by o.academic_year order by c.place) - 1 as place,
       o.id as offering_id, o.training_id, o.academic_year, o.starts_on, o.ends_on, o.price,
       o.waiting_list_size > 0 as is_full,
       make_date(left(o.academic_year, 4)::int, 6, 1)::timestamptz as registers_from,
       least(make_date(left(o.academic_year, 4)::int, 6, 1) + 180, current_date - 1)::timestamptz as registers_to
from unnest(current_setting('bench.offerings')::uuid[]) with ordinality as c (id, place)
join offering_view o on o.id = c.id;

create temp table seat_of as
select r.agreement_id, c.offering_id, s.id
from registrar r cross join choice c join training_view t on t.id = c.training_id
cross join lateral seat_line(r.agreement_id, c.academic_year, t.code, t.family) s;

analyze registrar;
analyze choice;
analyze seat_of;
