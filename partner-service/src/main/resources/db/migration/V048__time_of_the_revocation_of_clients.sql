-- Gateways refuse the tokens of a revoked client until the last of them has expired.
alter table api_client add column revoked_at timestamptz;
create index api_client_revoked on api_client (revoked_at) where revoked_at is not null;
