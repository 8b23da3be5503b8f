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
    curriculum                jsonb,
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
    enrollment_periods     jsonb   not null default '[]', -- empty: the days and the list above are one period for all
    state                  text    not null check (state in ('PLANNED', 'OPEN', 'CLOSED', 'CANCELLED')),
    check (starts_on <= ends_on),
    check (enrollment_opens_on <= enrollment_closes_on)
);
create index offering_of_training on offering (training_id, id);
create index offering_of_year on offering (academic_year, id);

-- The revision of the whole catalogue. Every change locks the one row until it commits: the catalogue has one writer at a
-- time.
create table catalog_revision (
    only_row boolean primary key default true check (only_row),
    revision bigint not null
);
insert into catalog_revision (revision) values (0);
