-- The typed text as a query: all its words are required. A word that no training has gives way to the nearest word in the
-- name of one: few letters away, or its beginning. Drafts count only with_drafts.
create function training_query_corrected(typed text, with_drafts boolean) returns tsquery
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
        from training_word known
        where length(given.word) between 4 and 40
          and (given.word <% known.word
               or (given.word % known.word
                   and levenshtein_less_equal(given.word, known.word, 2) <= least(2, length(given.word) - 3)))
          and numnode(plainto_tsquery('pg_catalog.french', given.word)) > 0
          and not exists (
              select 1 from training
              where search @@ plainto_tsquery('pg_catalog.french', given.word) and (with_drafts or state <> 'DRAFT'))
        order by levenshtein_less_equal(given.word, known.word, 2), word_similarity(given.word, known.word) desc,
                 known.word
        limit 1) as nearest on true
    where length(given.word) > 1
      and given.word <> 'les' -- the one article that PostgreSQL's French stop words forget
$$;

-- Most searches have no typo. A training that matches all words proves that each word is known: none is corrected.
-- In PL/pgSQL, which keeps the plans: the correction is planned at each call, which took most of the time of a search.
create function training_query(typed text, with_drafts boolean) returns tsquery
    language plpgsql stable strict
    set client_min_messages = warning -- "contains only stop words"
as $$
declare
    uncorrected tsquery := plainto_tsquery('pg_catalog.french', regexp_replace(plain(typed), '\m(.|les)\M', '', 'g'));
begin
    if exists (select from training where search @@ uncorrected and (with_drafts or state <> 'DRAFT')) then
        return uncorrected;
    end if;
    return training_query_corrected(typed, with_drafts);
end
$$;

-- A partner's agreements, if it is in the caller's scope. With the owner's rights, because the planner does not use the
-- index of party_ids below a policy: @> is not leakproof.
create function agreements_of_partner(partner uuid) returns setof agreement_view
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if in_tenant_scope(partner) then
        return query select * from agreement_view a where a.party_ids @> array[partner];
    end if;
end
$$;
