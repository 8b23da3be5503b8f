-- A stored answer belongs to the client, the person behind it, and what the token allowed. Answers of the old
-- version name only the client: nobody can be given them any more, and nobody could find a person in them.
truncate idempotency_key;

-- The defaults serve instances of the old version that still run while this one is rolled out.
alter table idempotency_key
    add column subject   text   not null default '',
    add column scope     text   not null default '',
    add column named_ids uuid[] not null default '{}', -- ids in the request and in the answer
    drop constraint idempotency_key_pkey,
    add primary key (client, subject, scope, key);

-- No pending list: one request would pay for the entries of thousands.
create index idempotency_key_named on idempotency_key using gin (named_ids) with (fastupdate = off);
