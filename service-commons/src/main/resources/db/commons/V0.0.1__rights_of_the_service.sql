-- The service's role reads and writes rows. It owns nothing and creates nothing, and the owner bypasses row-level security.
-- The first version of all: tables created later get these rights when they are created, and their migration may
-- withdraw some of them.
grant select, insert, update, delete on all tables in schema public to "${service_role}";
grant usage, select on all sequences in schema public to "${service_role}";
revoke all on "${flyway:table}" from "${service_role}";
alter default privileges in schema public grant select, insert, update, delete on tables to "${service_role}";
alter default privileges in schema public grant usage, select on sequences to "${service_role}";
