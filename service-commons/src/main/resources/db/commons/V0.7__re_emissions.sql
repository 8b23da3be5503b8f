-- Jobs that send the current state of all objects again. "alive_at" is the heartbeat: each chunk moves it.
create table re_emission (
    id         uuid primary key,
    revision   bigint      not null default 0,
    state      text        not null check (state in ('RUNNING', 'DONE', 'FAILED', 'INTERRUPTED')),
    counts     jsonb       not null default '{}',
    started_at timestamptz not null default clock_timestamp(),
    alive_at   timestamptz not null default clock_timestamp(),
    ended_at   timestamptz
);
-- One job runs at a time, over all instances of the service.
create unique index re_emission_running on re_emission ((true)) where state = 'RUNNING';
