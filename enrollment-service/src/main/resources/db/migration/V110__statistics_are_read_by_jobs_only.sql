-- Whom the statistics count: rows of all partners in one table. No partner's transaction reads them: the count in memory
-- reads for all tenants, and statistics_fold has the rights of the owner. A partner's change of an enrollment adds rows.
alter table statistics_person enable row level security;
alter table statistics_change enable row level security;
alter table statistics_delta enable row level security;
create policy all_tenants on statistics_person using (in_scope_of_all_tenants());
create policy all_tenants on statistics_change using (in_scope_of_all_tenants()) with check (true);
create policy all_tenants on statistics_delta using (in_scope_of_all_tenants());
