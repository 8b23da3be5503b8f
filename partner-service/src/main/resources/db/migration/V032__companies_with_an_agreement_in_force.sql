-- The aggregate needs all agreements of the partner, so the planner uses their index. For "exists" it expects to find a
-- row soon without the index, and reads the whole table for a partner that has none. A list asks for each row, so the
-- plan is kept.
create or replace function has_agreement_in_force(partner uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as
$$
begin
    return (select coalesce(bool_or(a.state = 'IN_FORCE'), false) from agreement a where a.partner_ids @> array[partner]);
end
$$;

-- The same for all partners at once, for a query that reads many opportunities. Wider than the caller's scope, too.
create function partners_with_agreement_in_force() returns setof uuid
    language plpgsql stable security definer rows 5000 set search_path = public, pg_temp as
$$
begin
    return query select distinct partner from agreement a, unnest(a.partner_ids) as partner where a.state = 'IN_FORCE';
end
$$;

-- Most searches match few rows. For the default of 1000 the planner reads the whole table instead of the matches.
alter function opportunities_matching(text) rows 100;
