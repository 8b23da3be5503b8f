-- Functions with the owner's rights ("security definer") see rows beyond the caller's scope. They are written in PL/pgSQL,
-- which keeps the plans: an SQL function that is not inlined is planned at each call.

-- An agreement inherits terms of its framework, to which its partner need not be a party.
create function is_framework_in_scope(framework uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (select 1 from agreement a where a.framework_id = framework and in_tenant_scope(a.partner_ids));
end
$$;

-- A party of a framework reads the agreements under it, of which it need not be a party.
create function is_party_of_framework(framework uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (select 1 from agreement a where a.id = framework and in_tenant_scope(a.partner_ids));
end
$$;

-- Wider than the caller's scope. A list asks for each row, so the plan is kept. The aggregate needs all agreements of the
-- partner, so the planner uses their index. For "exists" it expects to find a row soon without the index, and reads the
-- whole table for a partner that has none.
create function has_agreement_in_force(partner uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
    return (select coalesce(bool_or(a.state = 'IN_FORCE'), false) from agreement a where a.partner_ids @> array[partner]);
end
$$;

-- An opportunity is shown while its company has an agreement in force and is neither suspended nor closed. Both functions
-- see more than the caller's scope.
create function is_company_shown(partner uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return has_agreement_in_force(partner)
        and not exists (select from partner p where p.id = is_company_shown.partner and p.state in ('SUSPENDED', 'CLOSED'));
end
$$;

-- All such companies at once, for a query that reads many opportunities.
create function companies_shown() returns setof uuid
    language plpgsql stable security definer rows 5000 set search_path = public, pg_temp as $$
begin
    return query
        select distinct party from agreement a, unnest(a.partner_ids) as party
        where a.state = 'IN_FORCE'
          and party not in (select p.id from partner p where p.state in ('SUSPENDED', 'CLOSED'));
end
$$;

-- The typed text as a query: all its words are required. A word that no opportunity knows gives way to the
-- nearest word of a title: few letters away, or its beginning.
create function opportunity_query_corrected(typed text) returns tsquery
    language sql stable strict
    set pg_trgm.similarity_threshold = 0.2
    set pg_trgm.word_similarity_threshold = 0.55
    set client_min_messages = warning -- "contains only stop words" is said of every word alone
as $$
    select plainto_tsquery('pg_catalog.french',
                           string_agg(coalesce(nearest.word, given.word), ' ' order by given.place))
    from regexp_split_to_table(plain(typed), ' ') with ordinality as given (word, place)
    left join lateral (
        select known.word
        from opportunity_word known
        where length(given.word) between 4 and 40
          and (given.word <% known.word
               or (given.word % known.word
                   and levenshtein_less_equal(given.word, known.word, 2) <= least(2, length(given.word) - 3)))
          and numnode(plainto_tsquery('pg_catalog.french', given.word)) > 0
          and not exists (
              select 1 from opportunity where search @@ plainto_tsquery('pg_catalog.french', given.word))
        order by levenshtein_less_equal(given.word, known.word, 2), word_similarity(given.word, known.word) desc,
                 known.word
        limit 1) as nearest on true
    where length(given.word) > 1
      and given.word <> 'les' -- the one article that PostgreSQL's French stop words forget
$$;

-- Most searches have no typo. An opportunity that matches all words proves that each word is known: none is corrected.
-- In PL/pgSQL, which keeps the plans: the correction is planned at each call, which took most of the time of a search.
create function opportunity_query(typed text) returns tsquery
    language plpgsql stable strict
    set client_min_messages = warning -- "contains only stop words"
as $$
declare
    uncorrected tsquery := plainto_tsquery('pg_catalog.french', regexp_replace(plain(typed), '\m(.|les)\M', '', 'g'));
begin
    if exists (select from opportunity where search @@ uncorrected) then
        return uncorrected;
    end if;
    return opportunity_query_corrected(typed);
end
$$;

-- Lookups by index. The planner does not use an index below a policy when the operator is not leakproof, as @>, like and
-- @@ are not. The policy filters the ids that these functions return.
create function agreements_of_partner(partner uuid) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return array(select a.id from agreement a where a.partner_ids @> array[partner]);
end
$$;

-- Those of which it is a party, and those under the frameworks of which it is a party.
create function agreements_visible_to(partner uuid) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return array(
        select a.id from agreement a where a.partner_ids @> array[partner]
        union
        select s.id from agreement f
        join agreement s on s.framework_id = f.id and s.signed
        where f.partner_ids @> array[partner]);
end
$$;

create function sites_of_network(network uuid) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return array(select s.id from site s where s.network_ids @> array[network]);
end
$$;

-- The patterns of words that may be in any order, the longest first. A word may be a part of a word of the text; a
-- plural's last letter does not count.
create function word_patterns(typed text) returns text[]
    language sql immutable parallel safe set search_path = public, pg_temp as $$
    select array(
        select '%' || regexp_replace(word, '^(.{3,})[sx]$', '\1') || '%'
        from regexp_split_to_table(plain(typed), ' ') as word
        where word <> ''
        order by length(word) desc);
$$;

-- The partners whose names contain all words. The index finds the longest word: LIKE ALL does not use it.
create function partners_named(named text) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    patterns text[] := word_patterns(named);
begin
    return array(select p.id from partner p where p.search_text like patterns[1] and p.search_text like all (patterns));
end
$$;

-- The sites whose name and municipality contain all words.
create function sites_named(named text) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    patterns text[] := word_patterns(named);
begin
    return array(select s.id from site s where s.search_text like patterns[1] and s.search_text like all (patterns));
end
$$;

-- The agreements whose number contains all words, and those with a party whose names contain them.
create function agreements_named(named text) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    patterns text[] := word_patterns(named);
    parties uuid[] := partners_named(named);
begin
    return array(
        select a.id from agreement a where a.partner_ids && parties
        union
        select a.id from agreement a where plain(a.number) like patterns[1] and plain(a.number) like all (patterns));
end
$$;

-- Most searches match few rows. For the default of 1000 the planner reads the whole table instead of the matches.
create function opportunities_matching(typed text) returns table (id uuid, rank integer)
    language plpgsql stable security definer rows 100 set search_path = public, pg_temp as $$
declare
    wanted tsquery := opportunity_query(typed);
begin
    return query
        select o.id, cast(round(1e6 * ts_rank(o.search, wanted)) as integer)
        from opportunity o
        where o.search @@ wanted;
end
$$;
