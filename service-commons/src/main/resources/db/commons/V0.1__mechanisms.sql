-- Answers already given, so that a retry gets the same one.
create table idempotency_key (
    client       text        not null,
    key          text        not null,
    request_hash bytea       not null,
    status       smallint    not null,
    headers      jsonb       not null,
    body         bytea       not null,
    created_at   timestamptz not null default now(),
    primary key (client, key)
);
create index idempotency_key_created on idempotency_key (created_at);

-- Consumers that have read a topic up to what it held when they first saw it.
create table consumer_bootstrap (
    group_id     text        not null,
    topic        text        not null,
    completed_at timestamptz not null default now(),
    primary key (group_id, topic)
);
