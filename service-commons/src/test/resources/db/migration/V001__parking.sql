create table space (
    id      uuid primary key,
    version bigint  not null,
    label   text    not null,
    kind    text    not null,
    floor   integer not null,
    size    jsonb,
    note    text
);
-- A label can be longer than an index entry.
create unique index on space (md5(label));

create table reservation (
    id       uuid primary key,
    version  bigint not null,
    lot      text   not null,
    plate    text   not null,
    revision bigint not null
);

-- Free places; taking one is one statement.
create table lot (
    name text primary key,
    free integer not null check (free >= 0)
);

-- The garage's levels as its events tell of them.
create table level_view (
    id       uuid primary key,
    revision bigint  not null,
    name     text    not null,
    free     integer not null check (free < 100000),
    applied  integer not null default 1
);

