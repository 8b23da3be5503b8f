-- Plans the rows: who registers whom on which offering, when, and how it ends. choose.sql has filled registrar and choice,
-- RowLoader has set bench.seed and bench.rows. All values follow from the seed and the number of the row.

-- A number in [0, 1) that depends on the seed, the row and the salt. The functions are stable and not immutable: the
-- planner inlines only those whose body is no more mutable than they are.
create function pg_temp.pick(n bigint, salt int) returns double precision
    language sql stable
    return (hashint8extended(n, current_setting('bench.seed')::bigint * 1000 + salt) & 9007199254740991)::float8
           / 9007199254740992;

-- A UUID version 7 of this time.
create function pg_temp.id(kind text, n bigint, at timestamptz) returns uuid
    language sql stable
    return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
            || '7' || substr(md5(kind || current_setting('bench.seed') || ':' || n), 1, 3)
            || '8' || substr(md5(kind || current_setting('bench.seed') || ':' || n), 4, 15))::uuid;

create function pg_temp.text_of(at timestamptz) returns text
    language sql stable
    return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

create function pg_temp.move(was text, becomes text, at timestamptz, actor text) returns jsonb
    language sql stable
    return jsonb_build_array(jsonb_strip_nulls(
            jsonb_build_object('from', was, 'to', becomes, 'at', pg_temp.text_of(at), 'by', actor)));

-- Blocks of 50 rows belong to one partner. Slots 0-12 are in the first year, 13-29 in the second, 30-49 in the current one.
-- Slots 0-4 come back as 13-17 and 30-34. Slot 40 is transferred to slot 41.
create temp table planned as
with base as (
    select n, n % 50 as slot, floor(r.partners * power(pg_temp.pick(n / 50, 1), 1.5)) as registrar,
           case when n % 50 < 13 then 0 when n % 50 < 30 then 1 else 2 end as year,
           n - case when n % 50 between 13 and 17 then 13 when n % 50 between 30 and 34 then 30
                    when n % 50 = 41 then 1 else 0 end as student,
           case when n % 50 = 41 then n - 1 else n end as timed_by
    from generate_series(0, current_setting('bench.rows')::bigint - 1) n,
         (select count(*) as partners from registrar) r),
placed as (
    select b.*, c.offering_id, c.training_id, c.academic_year, c.starts_on, c.ends_on, c.price, c.is_full,
           c.registers_from
               + (c.registers_to - c.registers_from) * (0.9 * pg_temp.pick(b.timed_by, 3) + (b.n - b.timed_by) * 0.05)
               as registered_at
    from base b
    join choice c on c.year = b.year
        and c.place = floor((select count(*) from choice x where x.year = b.year) * power(pg_temp.pick(b.n, 2), 1.3))),
ended as (
    select p.*, pg_temp.pick(n, 4) as fate, pg_temp.pick(n, 5) as moment, pg_temp.pick(n, 6) as payer,
           greatest(p.registered_at, p.starts_on + time '04:00') as began_at
    from placed p)
select n, registrar, student, offering_id, training_id, academic_year, starts_on, ends_on, price, is_full, registered_at,
       began_at, moment,
       case when slot = 40 then 'TRANSFERRED'
            when slot = 41 or fate < 0.06 and year = 2 then case when began_at < now() then 'ACTIVE' else 'CONFIRMED' end
            when fate < 0.13 then 'CANCELLED'
            when fate < 0.15 then 'REJECTED'
            when ends_on < current_date then case when fate < 0.23 then 'WITHDRAWN' else 'COMPLETED' end
            when began_at < now() then case when fate < 0.20 then 'WITHDRAWN' else 'ACTIVE' end
            when fate < 0.25 then 'PENDING_FUNDING'
            else 'CONFIRMED' end as state,
       case when payer < 0.70 then 'INDIVIDUAL' when payer < 0.80 then 'PARTNER' when payer < 0.88 then 'REGION'
            when payer < 0.96 then 'OPCO' else 'EMPLOYER' end as funding
from ended;

update planned set funding = 'OPCO' where state in ('PENDING_FUNDING', 'REJECTED');

-- The places of a full offering go to the first registrations; the later ones wait.
update planned p set state = 'WAITLISTED', funding = 'INDIVIDUAL'
from (select x.n, row_number() over (partition by x.offering_id order by x.registered_at, x.n) as turn, c.granted
      from planned x join place_counter c on c.offering_id = x.offering_id
      where x.is_full and x.state in ('CONFIRMED', 'PENDING_FUNDING')) q
where q.n = p.n and q.turn > q.granted;

create temp table planned_row as
with numbered as (
    select p.*, r.partner_id, r.agreement_id, r.client, r.subject,
           case when pg_temp.pick(p.n, 7) < 0.4 then r.site_ids[1 + (p.n % greatest(cardinality(r.site_ids), 1))] end
               as site_id,
           row_number() over (order by p.registered_at, p.n) as place
    from planned p join registrar r on r.number = p.registrar)
select n.*, s.id as seat_id, pg_temp.id('student', n.student, first.registered_at) as student_id,
       pg_temp.id('enrollment', n.n, n.registered_at) as id,
       case when n.n % 50 = 41 then pg_temp.id('enrollment', n.n - 1, before.registered_at) end as previous_id,
       first.registered_at as student_since,
       -- An offering takes nobody twice: a student comes back in another year, and a transfer leaves its offering.
       least(case n.state
                 when 'COMPLETED' then n.ends_on + time '16:00'
                 when 'WITHDRAWN' then n.began_at + (least(now(), n.ends_on + time '16:00') - n.began_at) * n.moment
                 when 'ACTIVE' then n.began_at
                 when 'TRANSFERRED' then after.registered_at
                 when 'CANCELLED' then n.registered_at + least(now() - n.registered_at, interval '20 days') * n.moment
                 when 'REJECTED' then n.registered_at + least(now() - n.registered_at, interval '40 days') * n.moment
                 else n.registered_at end, now()) as changed_at
from numbered n
join planned first on first.n = n.student
left join planned before on n.n % 50 = 41 and before.n = n.n - 1
left join planned after on n.n % 50 = 40 and after.n = n.n + 1
join seat_of s on s.agreement_id = n.agreement_id and s.offering_id = n.offering_id;

create unique index on planned_row (place);
analyze planned_row;
