create table network (
    id                          uuid primary key,
    version                     bigint not null,
    code                        text   not null constraint network_code_once unique,
    name                        text   not null,
    initiative                  text   check (initiative in ('MINISTRY', 'LOCAL')),
    founded_in                  integer,
    min_weekly_attendance_hours integer check (min_weekly_attendance_hours between 1 and 168),
    declared_sites              integer check (declared_sites > 0)
);

create table site (
    id               uuid primary key,
    version          bigint not null,
    partner_id       uuid   not null references partner,
    name             text   not null,
    address          jsonb,
    department       text,
    region           text,
    hosting_capacity integer check (hosting_capacity >= 0),
    equipment        jsonb  not null,
    tutor            jsonb,
    labels           jsonb  not null,
    network_ids      uuid[] not null
);
create index site_by_partner on site (partner_id, id);
create index site_by_network on site using gin (network_ids);
create index site_by_department on site (department, id);
