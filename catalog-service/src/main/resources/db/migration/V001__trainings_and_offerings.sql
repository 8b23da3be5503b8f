create extension if not exists unaccent with schema public;
create extension if not exists pg_trgm with schema public;
create extension if not exists fuzzystrmatch with schema public;

-- Text as the search sees it: small ASCII letters and digits, words apart by one blank. Both sides of a match go
-- through it, so accents, ligatures, typographic apostrophes and hyphens do not count, whatever the database's locale.
-- Declared immutable although a dictionary could be replaced: the generated column below needs it.
create function plain(written text) returns text
    language sql immutable strict parallel safe
    return btrim(regexp_replace(lower(public.unaccent('public.unaccent', written)), '[^a-z0-9]+', ' ', 'g'));

create function plain(written text[]) returns text
    language sql immutable strict parallel safe
    return plain(array_to_string(written, ' '));

create table training (
    id                        uuid primary key,
    version                   bigint  not null,
    code                      text    not null constraint training_code_unique unique,
    title                     text    not null,
    family                    text    not null,
    level                     integer check (level between 3 and 8),
    rncp                      text,
    ects                      integer check (ects > 0),
    duration_hours            integer check (duration_hours > 0),
    modalities                text[]  not null,
    apprenticeship            boolean not null,
    provider_ids              uuid[]  not null,
    prerequisite_min_level    integer check (prerequisite_min_level between 3 and 8),
    prerequisite_exemptions   text[]  not null,
    nsf                       text,
    rome                      text[]  not null,
    formacode                 text[]  not null,
    objectives                text,
    content                   text,
    contest_name              text,
    contest_corps             text,
    contest_category          text,
    contest_branch            text,
    contest_routes            text[],
    contest_recruiting_bodies text[],
    contest_exam_dates        date[],
    training_need_id          uuid,
    state                     text    not null check (state in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
    search                    tsvector not null generated always as (
        setweight(to_tsvector('pg_catalog.french', plain(title) || ' ' || plain(code)), 'A')
        || setweight(to_tsvector('pg_catalog.french', plain(family)), 'B')
        || setweight(to_tsvector('pg_catalog.french', coalesce(plain(contest_name), '')), 'B')
        || setweight(to_tsvector('pg_catalog.french', coalesce(plain(contest_corps), '')), 'B')
        || setweight(to_tsvector('pg_catalog.french', coalesce(plain(contest_recruiting_bodies), '')), 'B')
        || setweight(to_tsvector('pg_catalog.french', coalesce(plain(objectives), '')), 'C')
        || setweight(to_tsvector('pg_catalog.french', coalesce(plain(content), '')), 'D')) stored,
    constraint contest_of_concours check ((family = 'CONCOURS') = (contest_name is not null))
);
create index training_search on training using gin (search) with (fastupdate = off);
create index training_need on training (training_need_id) where training_need_id is not null;

-- The words that published trainings use in their names: what a typo is corrected to. Words are never removed;
-- one that no training uses any more corrects to something that finds nothing.
create table training_word (
    word text primary key
);
create index training_word_trigrams on training_word using gin (word gin_trgm_ops);

-- What a person typed, as a query: all its words are required. A word that no published training knows gives way
-- to the nearest word that one has in its name: few letters away, or its beginning.
create function training_query(typed text) returns tsquery
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
              where search @@ plainto_tsquery('pg_catalog.french', given.word) and state <> 'DRAFT')
        order by levenshtein_less_equal(given.word, known.word, 2), word_similarity(given.word, known.word) desc,
                 known.word
        limit 1) as nearest on true
    where length(given.word) > 1
      and given.word <> 'les' -- the one article that PostgreSQL's French stop words forget
$$;

create table offering (
    id                     uuid primary key,
    version                bigint  not null,
    training_id            uuid    not null references training,
    training_code          text    not null,
    academic_year          text    not null,
    modality               text    not null,
    route                  text,
    enrollment_opens_on    date,
    enrollment_closes_on   date,
    starts_on              date    not null,
    ends_on                date    not null,
    capacity               integer not null check (capacity >= 0),
    waiting_list_size      integer not null check (waiting_list_size >= 0),
    price_amount           numeric(10, 2) not null check (price_amount >= 0),
    price_currency         text    not null,
    restricted_to_networks text[]  not null,
    state                  text    not null check (state in ('PLANNED', 'OPEN', 'CLOSED', 'CANCELLED')),
    check (starts_on <= ends_on),
    check (enrollment_opens_on <= enrollment_closes_on)
);
create index offering_of_training on offering (training_id, id);
create index offering_of_year on offering (academic_year, id);

-- What enrollment-service says of the places of each offering; fed by enrollment.places.v1 only.
create table offering_places (
    offering_id uuid primary key,
    revision    bigint      not null,
    requested   integer     not null,
    granted     integer     not null,
    used        integer     not null,
    waiting     integer     not null,
    as_of       timestamptz not null
);

-- The revision of the whole catalogue. Every change locks the one row until it commits: the catalogue has one writer at a
-- time.
create table catalog_revision (
    only_row boolean primary key default true check (only_row),
    revision bigint not null
);
insert into catalog_revision (revision) values (0);
