-- Orders to send the current state of all objects again. The leader of the relay stores how far it is: the kind of
-- objects, and the last one that was sent.
create table re_emission (
    id         uuid primary key,
    revision   bigint      not null default 0,
    state      text        not null check (state in ('RUNNING', 'DONE')),
    counts     jsonb       not null default '{}',
    kind       text,
    after_id   uuid,
    started_at timestamptz not null default clock_timestamp(),
    ended_at   timestamptz
);
-- One runs at a time, over all instances of the service.
create unique index re_emission_running on re_emission ((true)) where state = 'RUNNING';
