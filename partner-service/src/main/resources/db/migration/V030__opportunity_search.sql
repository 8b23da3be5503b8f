-- Full-text search on opportunities, as the catalogue's on trainings: accents, case, plurals, ligatures and typos.
create extension if not exists fuzzystrmatch;

-- Text as the search sees it: small ASCII letters and digits, words apart by one blank.
create function plain(written text) returns text
    language sql immutable strict parallel safe
    return btrim(regexp_replace(fold(written), '[^a-z0-9]+', ' ', 'g'));

-- The French words for a kind, so that "stage cuisine" finds an internship.
create function plain_kind(kind text) returns text
    language sql immutable strict parallel safe
    return case kind when 'JOB' then 'emploi' when 'INTERNSHIP' then 'stage' else 'apprentissage alternance' end;

alter table opportunity
    add column region text generated always as (place ->> 'region') stored,
    add column search tsvector not null generated always as (
        setweight(to_tsvector('pg_catalog.french', plain(title)), 'A')
        || setweight(to_tsvector('pg_catalog.french', plain_kind(kind) || ' ' || plain(rome_code)), 'B')
        || setweight(to_tsvector('pg_catalog.french', coalesce(plain(place ->> 'municipality'), '')), 'B')
        || setweight(to_tsvector('pg_catalog.french', plain(description)), 'C')) stored;
create index opportunity_search on opportunity using gin (search) with (fastupdate = off);

-- The words of titles: what a typo is corrected to. Words are never removed.
create table opportunity_word (
    word text primary key
);
create index opportunity_word_trigrams on opportunity_word using gin (word gin_trgm_ops);

create function add_opportunity_words() returns trigger
    language plpgsql as
$$
begin
    insert into opportunity_word (word)
    select distinct word
    from regexp_split_to_table(plain(new.title), ' ') as word
    where length(word) between 3 and 40
    order by word
    on conflict do nothing;
    return null;
end
$$;
create trigger opportunity_words after insert or update of title on opportunity
    for each row execute function add_opportunity_words();

insert into opportunity_word (word)
select distinct word
from opportunity o, regexp_split_to_table(plain(o.title), ' ') as word
where length(word) between 3 and 40;

-- What a person typed, as a query: all its words are required. A word that no opportunity knows gives way to the
-- nearest word of a title: few letters away, or its beginning.
create function opportunity_query(typed text) returns tsquery
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

-- With the owner's rights, because the planner does not use the index of the search below a policy: @@ is not
-- leakproof. The policy filters the ids that it returns.
create function opportunities_matching(typed text) returns table (id uuid, rank integer)
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
declare
    wanted tsquery := opportunity_query(typed);
begin
    return query
        select o.id, cast(round(1e6 * ts_rank(o.search, wanted)) as integer)
        from opportunity o
        where o.search @@ wanted;
end
$$;
