-- Adding a frame and repairing compute without the lock of the fold (7461235). A second lock (7461236) keeps them from
-- running twice at a time: docs/adr/0020-statistics-from-roll-ups.md. Replaces functions of V088.

drop function statistics_add_frame(integer);

-- Folds add their differences to a frame that is not ready. No count reads it.
alter table statistics_frame add column ready boolean not null default true;
alter table statistics_frame alter column ready drop default;

-- Returns the planned frame, or plans the first one that is missing; null when none is missing. Between two frames are at
-- most "size" deltas, or those of one day. The lock of the fold is held for the insert only: earlier folds have committed
-- their deltas, and later ones see the frame.
create function statistics_plan_frame(size integer) returns date
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
declare
    planned date;
begin
    perform pg_advisory_xact_lock(7461236);
    select min(f.day) into planned from statistics_frame f where not f.ready;
    if planned is null then
        select x.day - 1 into planned
        from (select c.day, c.frame, sum(c.deltas) over (partition by c.frame order by c.day) as deltas
              from (select d.day, count(*) as deltas,
                           coalesce((select max(f.day) from statistics_frame f where f.day < d.day), '-infinity') as frame
                    from statistics_delta d where d.day <= statistics_day(now()) group by d.day) c) x
        where x.deltas > size and x.day - 1 > x.frame
        order by x.day limit 1;
        if planned is not null then
            perform pg_advisory_xact_lock(7461235);
            insert into statistics_frame (day, ready) values (planned, false);
        end if;
    end if;
    return planned;
end
$$;

-- Fills a planned frame from the frame before it and the deltas in between; returns the number of new rows. The transaction
-- that planned it has ended. One statement, so one snapshot: a fold of this snapshot is in the deltas and has added its
-- differences to the frame, which are subtracted. A later fold adds its differences itself.
create function statistics_fill_frame(planned date) returns integer
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
declare
    previous date;
    added integer;
begin
    perform pg_advisory_xact_lock(7461236);
    update statistics_frame f set ready = true where f.day = planned and not f.ready;
    if not found then
        return 0;
    end if;
    select coalesce(max(f.day), '-infinity') into previous from statistics_frame f where f.day < planned and f.ready;
    insert into statistics_frame_rollup (day, cube, amount, cells)
    select planned, x.cube, sum(x.amount), x.cells
    from (select f.cube, f.amount, f.cells from statistics_frame_rollup f where f.day = previous
          union all
          select f.cube, -f.amount, f.cells from statistics_frame_rollup f where f.day = planned
          union all
          select q.cube, d.amount, statistics_projection(d.cells, q.cube)
          from statistics_delta d cross join generate_series(0, 6) q (cube)
          where d.day > previous and d.day <= planned) x
    group by x.cube, x.cells having sum(x.amount) <> 0
    order by x.cube;
    get diagnostics added = row_count;
    return added;
end
$$;

-- Whether deltas differ from the persons, or roll-ups or frames from the sums of deltas, by sums of hashes. One statement,
-- so one snapshot and no lock.
create or replace function statistics_differ() returns boolean
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
      where f.ready
      union all
      select date 'infinity', q.cube, (select coalesce(sum(r.amount * hash_array(r.cells)::bigint), 0)
                                       from statistics_rollup r where r.cube = q.cube)
      from generate_series(0, 7) q (cube))
    select (select p.contents from person p) <> (select coalesce(sum(d.contents_of_day), 0) from delta d)
      or exists (select 1 from frame f
                 where f.contents <> (select coalesce(sum(d.contents), 0) from delta d
                                      where d.cube = f.cube and d.day <= f.day))
$$;

create type statistics_correction as (cube smallint, amount integer, cells integer[]);

-- Corrects deltas and roll-ups when they differ from the persons; returns whether they did. Frames are removed and added
-- again later. The corrections are differences of one snapshot, and folds add differences, too, so both can commit in any
-- order. The lock of the fold is held while the roll-ups that differ are updated, because a fold updates the same rows.
create or replace function statistics_repair_rollups() returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp as
$$
declare
    corrections statistics_correction[];
begin
    perform pg_advisory_xact_lock(7461236);
    if not statistics_differ() then
        return false;
    end if;
    delete from statistics_frame;
    delete from statistics_frame_rollup;
    with expected as materialized (
      select s.day, s.amount, statistics_projections(s.cells) as cells
      from (select t.day, sum(t.amount)::integer as amount, t.cells
            from statistics_person p cross join lateral statistics_steps(p.spans) t
            group by t.day, t.cells having sum(t.amount) <> 0) s),
    corrected as (
      insert into statistics_delta (day, amount, cells)
      select x.day, sum(x.amount), x.cells
      from (select e.day, e.amount, e.cells from expected e
            union all
            select d.day, -d.amount, d.cells from statistics_delta d) x
      group by x.day, x.cells having sum(x.amount) <> 0
      order by x.day)
    select coalesce(array_agg(row(y.cube, y.amount, y.cells)::statistics_correction), '{}') into corrections
    from (select x.cube, sum(x.amount) as amount, x.cells
          from (select q.cube, e.amount, statistics_projection(e.cells, q.cube) as cells
                from expected e cross join generate_series(0, 7) q (cube)
                union all
                select r.cube, -r.amount, r.cells from statistics_rollup r) x
          group by x.cube, x.cells having sum(x.amount) <> 0) y;
    perform pg_advisory_xact_lock(7461235);
    merge into statistics_rollup r
    using unnest(corrections) c on r.cube = c.cube and r.cells = c.cells
    when matched and r.amount + c.amount = 0 then delete
    when matched then update set amount = r.amount + c.amount
    when not matched then insert (cube, cells, amount) values (c.cube, c.cells, c.amount);
    return true;
end
$$;
