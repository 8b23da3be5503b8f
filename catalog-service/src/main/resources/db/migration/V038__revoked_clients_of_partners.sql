-- The tokens of a revoked client can still be valid.
alter table partner_view add column revoked_clients text[] not null default '{}';
