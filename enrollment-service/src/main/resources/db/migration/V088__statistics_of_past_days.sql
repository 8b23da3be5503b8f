-- Counts of past days from roll-ups: docs/adr/0020-statistics-from-roll-ups.md. Replaces the functions of V086.

drop function statistics_fold(integer);
drop function statistics_verify(uuid, integer);
drop function statistics_repair_rollups();
drop function statistics_projected(statistics_amount[]);
drop function statistics_add_cells(statistics_line[]);
drop function statistics_lines(uuid[]);
drop type statistics_amount;
drop type statistics_line;

-- An enrollment is in a cell of cube 7 from the end of one day until the end of another one, or of infinity.
create type statistics_span as (cell integer, since date, until date);

truncate statistics_person, statistics_rollup, statistics_change;
alter table statistics_person drop column cells;
alter table statistics_person add column spans statistics_span[] not null;

-- How the roll-ups at the end of a day differ from those at the end of the day before. Only inserted: a day can have the
-- same cells twice. Cells are in the order of statistics_projections.
create table statistics_delta (
    day    date      not null,
    amount integer   not null,
    cells  integer[] not null
);
create index statistics_delta_by_day on statistics_delta (day);

-- Copies of the cubes 0 to 6 at the ends of some past days. A count of a past day takes the next copy, or the roll-ups, and
-- subtracts the deltas in between. Only inserted: a change of the past adds rows with differences.
create table statistics_frame (
    day date primary key
);
create table statistics_frame_rollup (
    day    date      not null,
    cube   smallint  not null,
    amount integer   not null,
    cells  integer[] not null
);
create index statistics_frame_rollup_by_day on statistics_frame_rollup (day, cube);

create function statistics_day(at timestamptz) returns date
    language sql immutable parallel safe
    return (at at time zone 'Europe/Paris')::date;

create function statistics_key(cube integer, partner uuid, agreement uuid, training uuid, site uuid, year text, state text,
                               fundings text[], month date) returns uuid
    language sql stable parallel safe
    return md5(concat_ws('|', cube, partner, coalesce(agreement::text, '-'), coalesce(training::text, '-'),
                         coalesce(site::text, '-'), year, state, fundings, month))::uuid;

create type statistics_line as (
    id uuid, person_id uuid, since date, until date, key uuid, partner_id uuid, agreement_id uuid, training_id uuid,
    site_id uuid, academic_year text, state text, fundings text[], month date);

-- The persons' enrollments as cells of cube 7: a line for each cell that an enrollment was in at the end of a day. State
-- and funding have a history. The other properties count as if they had always been what they are.
create function statistics_lines(persons uuid[]) returns setof statistics_line
    language sql stable set search_path = public, pg_temp as
$$
    select y.id, y.person_id, y.since, lead(y.since, 1, date 'infinity') over (partition by y.id order by y.since), y.key,
           y.partner_id, y.agreement_id, y.training_id, y.site_id, y.academic_year, y.state, y.lines, y.month
    from (
      select x.*, lag(x.key) over (partition by x.id order by x.since) as key_before
      from (
        select w.*, statistics_key(7, w.partner_id, w.agreement_id, w.training_id, w.site_id, w.academic_year, w.state,
                                   w.lines, w.month) as key
        from (
          select e.id, e.person_id, e.partner_id, e.agreement_id, e.training_id, e.site_id, e.academic_year, d.since,
                 date_trunc('month', e.registered_at at time zone 'Europe/Paris')::date as month,
                 case when statistics_day(e.changed_at) <= d.since then e.state else
                   coalesce((select h.move ->> 'to' from jsonb_array_elements(e.history) with ordinality h (move, step)
                             where statistics_day((h.move ->> 'at')::timestamptz) <= d.since
                             order by h.step desc limit 1), e.history -> 0 ->> 'to', e.state) end as state,
                 array(select distinct concat(f ->> 'kind', ':', case
                           when statistics_day((f ->> 'decidedAt')::timestamptz) > d.since then 'REQUESTED'
                           else f ->> 'state' end)
                       from jsonb_array_elements(e.fundings) f order by 1) as lines
          from enrollment e
          cross join lateral (
            select distinct greatest(x.day, statistics_day(e.registered_at)) as since
            from (select statistics_day(e.registered_at) as day
                  union all select statistics_day(e.changed_at)
                  union all select statistics_day((h ->> 'at')::timestamptz) from jsonb_array_elements(e.history) h
                  union all select statistics_day((f ->> 'decidedAt')::timestamptz)
                            from jsonb_array_elements(e.fundings) f) x) d
          where e.person_id = any (persons)
          offset 0) w
        offset 0) x) y
    where y.key is distinct from y.key_before
$$;

-- The lines as cells of each cube. "whole" is the key in cube 7.
create function statistics_parts(lines statistics_line[])
    returns table (whole uuid, cube smallint, key uuid, partner_id uuid, agreement_id uuid, training_id uuid, site_id uuid,
                   academic_year text, state text, fundings text[], month date)
    language sql stable set search_path = public, pg_temp as
$$
    select p.whole, p.cube, statistics_key(p.cube, p.partner_id, p.agreement_id, p.training_id, p.site_id,
                                           p.academic_year, p.state, p.fundings, p.month),
           p.partner_id, p.agreement_id, p.training_id, p.site_id, p.academic_year, p.state, p.fundings, p.month
    from (select n.key as whole, q.cube::smallint as cube, n.partner_id,
                 case when q.cube in (0, 3, 5, 7) then n.agreement_id end as agreement_id,
                 case when q.cube in (1, 3, 4, 6, 7) then n.training_id end as training_id,
                 case when q.cube in (0, 4, 5, 7) then n.site_id end as site_id,
                 n.academic_year, n.state, n.fundings,
                 case when q.cube in (2, 5, 6, 7) then n.month end as month
          from unnest(lines) n cross join generate_series(0, 7) q (cube)) p
$$;

create function statistics_add_cells(lines statistics_line[]) returns void
    language plpgsql volatile set search_path = public, pg_temp as
$$
declare
    missing statistics_line[];
begin
    missing := array(
      select distinct on (n.key) n from unnest(lines) n
      where not exists (select 1 from statistics_cell c where c.cube = 7 and c.key = n.key));
    if missing = '{}' then
        return;
    end if;
    insert into statistics_cell (cube, key, partner_id, agreement_id, training_id, site_id, academic_year, state, fundings,
                                 month)
    select distinct on (p.key) p.cube, p.key, p.partner_id, p.agreement_id, p.training_id, p.site_id, p.academic_year,
           p.state, p.fundings, p.month
    from statistics_parts(missing) p
    where not exists (select 1 from statistics_cell c where c.cube = p.cube and c.key = p.key);
    update statistics_cell c set projections = x.cells
    from (select p.whole, array_agg((select k.id from statistics_cell k where k.cube = p.cube and k.key = p.key)
                                    order by p.cube) as cells
          from statistics_parts(missing) p group by p.whole) x
    where c.cube = 7 and c.key = x.whole;
end
$$;

-- How the roll-ups of days change with a person: its enrollments one by one, and what it has at the same time.
create function statistics_steps(spans statistics_span[]) returns table (day date, amount integer, cells integer[])
    language sql immutable as
$$
    select s.since, 1, array[s.cell] from unnest(spans) s
    union all
    select s.until, -1, array[s.cell] from unnest(spans) s where s.until < date 'infinity'
    union all
    select t.day, t.amount, t.cells
    from (select d.day, a.amount, array_agg(s.cell order by s.cell) as cells
          from (select s.since from unnest(spans) s where cardinality(spans) > 1
                union select s.until from unnest(spans) s where cardinality(spans) > 1 and s.until < date 'infinity') d (day)
          cross join (values (1), (-1)) a (amount)
          join unnest(spans) s on case a.amount when 1 then s.since <= d.day and s.until > d.day
                                                else s.since < d.day and s.until >= d.day end
          group by d.day, a.amount) t
    where cardinality(t.cells) > 1
$$;

-- Cells of cube 7 as cells of all cubes: those of the first one by cube, then those of the second one, and so on.
create function statistics_projections(cells integer[]) returns integer[]
    language plpgsql stable set search_path = public, pg_temp as
$$
declare
    cell integer;
    projections integer[] := '{}';
begin
    foreach cell in array cells loop
        projections := projections || (select c.projections from statistics_cell c where c.cube = 7 and c.id = cell);
    end loop;
    return projections;
end
$$;

-- The cells of one cube in the result of statistics_projections, sorted. Almost all persons have one cell or two.
create function statistics_projection(cells integer[], cube integer) returns integer[]
    language plpgsql immutable parallel safe as
$$
begin
    if cardinality(cells) = 8 then
        return cells[cube + 1:cube + 1];
    elsif cardinality(cells) = 16 then
        return array[least(cells[cube + 1], cells[cube + 9]), greatest(cells[cube + 1], cells[cube + 9])];
    end if;
    return array(select u.cell from unnest(cells) with ordinality u (cell, place)
                 where (u.place - 1) % 8 = cube order by u.cell);
end
$$;

create type statistics_step as (day date, amount integer, cells integer[]);

-- Counts up to "batch" changes into the roll-ups; returns how many. One transaction at a time, and each compares what the
-- roll-ups count of a person with the person's rows, so a change that is counted twice changes nothing. With the owner's
-- rights: the count of one partner takes in what others changed, too.
create function statistics_fold(batch integer) returns integer
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
declare
    taken integer;
    persons uuid[];
    lines statistics_line[];
    steps statistics_step[];
begin
    if not exists (select 1 from statistics_change) then
        return 0;
    end if;
    perform pg_advisory_xact_lock(7461235);
    with gone as (
      delete from statistics_change c
      where c.id = any (array(select o.id from statistics_change o order by o.id limit batch)) returning c.person_id)
    select count(*), coalesce(array_agg(distinct g.person_id), '{}') into taken, persons from gone g;
    select coalesce(array_agg(l), '{}') into lines from statistics_lines(persons) l;
    perform statistics_add_cells(lines);
    with born as materialized (
      select l.person_id, array_agg(l.span order by l.span) as spans
      from (select n.person_id, row((select c.id from statistics_cell c where c.cube = 7 and c.key = n.key), n.since,
                                    n.until)::statistics_span as span
            from unnest(lines) n) l
      group by l.person_id),
    moved as materialized (
      select person_id, o.spans as before, b.spans as after
      from born b full join (select p.person_id, p.spans from statistics_person p where p.person_id = any (persons)) o
        using (person_id)
      where o.spans is distinct from b.spans),
    stored as (
      insert into statistics_person (person_id, spans) select m.person_id, m.after from moved m where m.after is not null
      on conflict (person_id) do update set spans = excluded.spans),
    removed as (
      delete from statistics_person p using moved m where p.person_id = m.person_id and m.after is null),
    step as (
      select s.day, sum(s.amount * t.sign)::integer as amount, s.cells
      from moved m
      cross join lateral (values (m.before, -1), (m.after, 1)) t (spans, sign)
      cross join lateral statistics_steps(t.spans) s
      group by s.day, s.cells having sum(s.amount * t.sign) <> 0)
    select coalesce(array_agg(row(s.day, s.amount, statistics_projections(s.cells))::statistics_step order by s.day), '{}')
    into steps from step s;
    insert into statistics_delta (day, amount, cells) select s.day, s.amount, s.cells from unnest(steps) s;
    insert into statistics_frame_rollup (day, cube, amount, cells)
    select f.day, q.cube, sum(s.amount), x.cells
    from statistics_frame f
    join unnest(steps) s on s.day <= f.day
    cross join generate_series(0, 6) q (cube)
    cross join lateral (select statistics_projection(s.cells, q.cube) as cells) x
    where f.day >= (steps[1]).day
    group by f.day, q.cube, x.cells having sum(s.amount) <> 0;
    merge into statistics_rollup r
    using (select q.cube::smallint as cube, sum(s.amount)::integer as amount, x.cells
           from unnest(steps) s
           cross join generate_series(0, 7) q (cube)
           cross join lateral (select statistics_projection(s.cells, q.cube) as cells) x
           group by q.cube, x.cells having sum(s.amount) <> 0) d
    on r.cube = d.cube and r.cells = d.cells
    when matched and r.amount + d.amount = 0 then delete
    when matched then update set amount = r.amount + d.amount
    when not matched then insert (cube, cells, amount) values (d.cube, d.cells, d.amount);
    return taken;
end
$$;

-- Adds the first frame that is missing, from the one before it; returns its day, or null when none is missing. Between two
-- frames are at most "size" deltas, or those of one day.
create function statistics_add_frame(size integer) returns date
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
declare
    missing date;
    previous date;
begin
    perform pg_advisory_xact_lock(7461235);
    select x.day - 1, x.frame into missing, previous
    from (select c.day, c.frame, sum(c.deltas) over (partition by c.frame order by c.day) as deltas
          from (select d.day, count(*) as deltas,
                       coalesce((select max(f.day) from statistics_frame f where f.day < d.day), '-infinity') as frame
                from statistics_delta d where d.day <= statistics_day(now()) group by d.day) c) x
    where x.deltas > size and x.day - 1 > x.frame
    order by x.day limit 1;
    if missing is null then
        return null;
    end if;
    insert into statistics_frame (day) values (missing);
    insert into statistics_frame_rollup (day, cube, amount, cells)
    select missing, x.cube, sum(x.amount), x.cells
    from (select f.cube, f.amount, f.cells from statistics_frame_rollup f where f.day = previous
          union all
          select q.cube, d.amount, statistics_projection(d.cells, q.cube)
          from statistics_delta d cross join generate_series(0, 6) q (cube)
          where d.day > previous and d.day <= missing) x
    group by x.cube, x.cells having sum(x.amount) <> 0
    order by x.cube;
    return missing;
end
$$;

-- Compares the next persons with their rows. A person that differs is counted again by the next fold. "last" is null
-- when there are no more persons.
create function statistics_verify(after uuid, size integer) returns table (last uuid, different integer)
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
declare
    persons uuid[];
begin
    persons := array(
      select x.person_id from (
        (select p.person_id from statistics_person p where p.person_id > after order by p.person_id limit size)
        union
        (select e.person_id from enrollment e where e.person_id > after order by e.person_id limit size)) x
      order by x.person_id limit size);
    with expected as (
      select l.person_id, array_agg(l.span order by l.span) as spans
      from (select n.person_id, row((select c.id from statistics_cell c where c.cube = 7 and c.key = n.key), n.since,
                                    n.until)::statistics_span as span
            from statistics_lines(persons) n) l
      group by l.person_id),
    wrong as (
      select person_id
      from expected x full join (select p.person_id, p.spans from statistics_person p where p.person_id = any (persons)) o
        using (person_id)
      where o.spans is distinct from x.spans
        and not exists (select 1 from statistics_change c where c.person_id = coalesce(x.person_id, o.person_id))),
    repaired as (insert into statistics_change (person_id) select w.person_id from wrong w returning 1)
    select count(*) into different from repaired;
    last := persons[cardinality(persons)];
    return next;
end
$$;

-- Whether deltas differ from the persons, or roll-ups or frames from the sums of deltas, by sums of hashes. One statement,
-- so one snapshot and no lock.
create function statistics_differ() returns boolean
    language sql stable set search_path = public, pg_temp as
$$
    with person as (
      select coalesce(sum(s.amount * hash_array_extended(s.cells, s.day - date '2000-01-01')::numeric), 0) as contents
      from statistics_person p cross join lateral statistics_steps(p.spans) s),
    delta as materialized (
      select d.day, q.cube, sum(d.amount * hash_array(statistics_projection(d.cells, q.cube))::bigint) as contents,
             sum(d.amount * hash_array_extended(statistics_projection(d.cells, 7), d.day - date '2000-01-01')::numeric)
               filter (where q.cube = 7) as contents_of_day
      from statistics_delta d cross join generate_series(0, 7) q (cube) group by d.day, q.cube),
    frame as (
      select f.day, q.cube, (select coalesce(sum(r.amount * hash_array(r.cells)::bigint), 0) from statistics_frame_rollup r
                             where r.day = f.day and r.cube = q.cube) as contents
      from statistics_frame f cross join generate_series(0, 6) q (cube)
      union all
      select date 'infinity', q.cube, (select coalesce(sum(r.amount * hash_array(r.cells)::bigint), 0)
                                       from statistics_rollup r where r.cube = q.cube)
      from generate_series(0, 7) q (cube))
    select (select p.contents from person p) <> (select coalesce(sum(d.contents_of_day), 0) from delta d)
      or exists (select 1 from frame f
                 where f.contents <> (select coalesce(sum(d.contents), 0) from delta d
                                      where d.cube = f.cube and d.day <= f.day))
$$;

-- Builds deltas and roll-ups again from the persons when they differ; returns whether they did. Frames are added later.
create function statistics_repair_rollups() returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
begin
    if not statistics_differ() then
        return false;
    end if;
    perform pg_advisory_xact_lock(7461235);
    delete from statistics_frame_rollup;
    delete from statistics_frame;
    delete from statistics_delta;
    delete from statistics_rollup;
    insert into statistics_delta (day, amount, cells)
    select s.day, s.amount, statistics_projections(s.cells)
    from (select s.day, sum(s.amount)::integer as amount, s.cells
          from statistics_person p cross join lateral statistics_steps(p.spans) s
          group by s.day, s.cells having sum(s.amount) <> 0 order by s.day) s;
    insert into statistics_rollup (cube, cells, amount)
    select q.cube, x.cells, sum(d.amount)
    from statistics_delta d
    cross join generate_series(0, 7) q (cube)
    cross join lateral (select statistics_projection(d.cells, q.cube) as cells) x
    group by q.cube, x.cells having sum(d.amount) <> 0;
    return true;
end
$$;

-- The enrollments that exist, in chunks of persons.
insert into statistics_change (person_id) select distinct e.person_id from enrollment e order by 1;
do
$$
begin
    while statistics_fold(20000) > 0 loop null; end loop;
end
$$;
