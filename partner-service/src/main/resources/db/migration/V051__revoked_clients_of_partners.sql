-- The clients that were revoked last, for the events of the partner: their tokens can still be valid.
alter table partner add column revoked_clients text[] not null default '{}';
