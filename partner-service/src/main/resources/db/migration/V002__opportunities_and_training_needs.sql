-- The French words for a kind, so that "stage cuisine" finds an internship.
create function plain_kind(kind text) returns text
    language sql immutable strict parallel safe
    return case kind when 'JOB' then 'emploi' when 'INTERNSHIP' then 'stage' else 'apprentissage alternance' end;

-- Full-text search as in the catalogue: accents, case, plurals, ligatures and typos do not count.
create table opportunity (
    id              uuid primary key,
    version         bigint not null,
    partner_id      uuid   not null references partner,
    state           text   not null check (state in ('PUBLISHED', 'WITHDRAWN')),
    kind            text   not null check (kind in ('JOB', 'INTERNSHIP', 'APPRENTICESHIP')),
    title           text   not null,
    description     text   not null,
    place           jsonb,
    department      text,
    rome_code       text   not null,
    published_until date   not null,
    region          text   generated always as (place ->> 'region') stored,
    search          tsvector not null generated always as (
        setweight(to_tsvector('pg_catalog.french', plain(title)), 'A')
        || setweight(to_tsvector('pg_catalog.french', plain_kind(kind) || ' ' || plain(rome_code)), 'B')
        || setweight(to_tsvector('pg_catalog.french', coalesce(plain(place ->> 'municipality'), '')), 'B')
        || setweight(to_tsvector('pg_catalog.french', plain(description)), 'C')) stored
);
create index opportunity_by_partner on opportunity (partner_id, id);
create index opportunity_shown on opportunity (published_until) where state = 'PUBLISHED';
create index opportunity_search on opportunity using gin (search) with (fastupdate = off);

-- The words of titles: what a typo is corrected to. Words are never removed.
create table opportunity_word (
    word text primary key
);
create index opportunity_word_trigrams on opportunity_word using gin (word gin_trgm_ops);

create function add_opportunity_words() returns trigger
    language plpgsql as $$
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

create table training_need (
    id                   uuid primary key,
    version              bigint not null,
    partner_id           uuid   not null references partner,
    title                text   not null,
    description          text,
    level                integer check (level between 3 and 8),
    expected_enrollments integer check (expected_enrollments > 0),
    expressed_on         date   not null,
    state                text   not null check (state in ('EXPRESSED', 'UNDER_STUDY', 'ACCEPTED', 'DECLINED')),
    state_since          date   not null,
    training_code        text,
    reason               text,
    check ((training_code is not null) = (state = 'ACCEPTED')),
    check ((reason is not null) = (state = 'DECLINED'))
);
create index training_need_by_partner on training_need (partner_id, id);
create index training_need_by_state on training_need (state, id);
