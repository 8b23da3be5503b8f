-- A GIN index keeps each value that it ever had, also after its row is deleted. With ids as values it grew by
-- 400 MB for each million registrations. The last 16 bits of an id are a bucket: the index has at most 65 536 values.
-- A query asks for the buckets of its ids, and for the ids.
create function id_buckets(ids uuid[]) returns int[]
    language plpgsql immutable strict parallel safe as $$
declare
    buckets int[] := '{}';
    id      uuid;
begin
    foreach id in array ids loop
        buckets := buckets || (get_byte(uuid_send(id), 14) << 8 | get_byte(uuid_send(id), 15));
    end loop;
    return buckets;
end
$$;

-- Stored answers, so that a retry gets the same one. An answer belongs to the client, the person behind it, and the scope
-- of the token.
create table idempotency_key (
    client       text        not null,
    key          text        not null,
    request_hash bytea       not null,
    status       smallint    not null,
    headers      jsonb       not null,
    body         bytea       not null,
    created_at   timestamptz not null default now(),
    subject      text        not null default '',
    scope        text        not null default '',
    named_ids    uuid[]      not null default '{}', -- ids in the request and in the answer
    primary key (client, subject, scope, key)
) with (
    -- A day's answers expire each day. The default waits for a fifth of the table.
    autovacuum_vacuum_scale_factor = 0.05,
    autovacuum_analyze_scale_factor = 0.05,
    toast.autovacuum_vacuum_scale_factor = 0.05
);
create index idempotency_key_created on idempotency_key (created_at);
-- No pending list: one request would pay for the entries of thousands. Most rows of a file name no id.
create index idempotency_key_named_buckets on idempotency_key using gin (id_buckets(named_ids)) with (fastupdate = off)
    where named_ids <> '{}';

-- Consumers that have read a topic up to what it held when they first saw it.
create table consumer_bootstrap (
    group_id     text        not null,
    topic        text        not null,
    completed_at timestamptz not null default now(),
    primary key (group_id, topic)
);

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

-- Objects whose newest event a consumer could not process, from the dead letter topics of this service's own topics.
create table propagation_failure (
    object_id uuid        not null,
    consumer  text        not null,
    topic     text        not null,
    revision  bigint      not null,
    reason    text        not null,
    since     timestamptz not null,
    primary key (object_id, consumer)
);

-- The key that signs the cursors of lists and feeds; all instances read it when they start. A cursor grants nothing that
-- its caller could not read without it, so the key needs no more protection than the rows beside it.
create table cursor_key (
    key bytea not null
);
insert into cursor_key
values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
revoke insert, update, delete on cursor_key from "${service_role}";
