-- The rights of the service's role, and the row filter by tenant: docs/adr/0015-row-level-security.md

-- The service's role reads and writes rows. It owns nothing and creates nothing, and the owner bypasses row-level security.
-- Tables get these rights when they are created. The migration that creates a table may withdraw some of them.
revoke all on "${flyway:table}" from "${service_role}";
alter default privileges in schema public grant select, insert, update, delete on tables to "${service_role}";
alter default privileges in schema public grant usage, select on sequences to "${service_role}";

-- The scope of a transaction is the setting commons.tenant: a tenant's id, or * for all tenants. Without it no row of a
-- protected table is visible. The service sets it as the first statement of each transaction (RowScope).

create function in_scope_of_all_tenants() returns boolean
    language sql stable parallel safe
    return current_setting('commons.tenant', true) is not distinct from '*';

create function in_tenant_scope(tenant uuid) returns boolean
    language sql stable parallel safe
    return current_setting('commons.tenant', true) = '*' or tenant::text = current_setting('commons.tenant', true);

-- For a row that belongs to several tenants.
create function in_tenant_scope(tenants uuid[]) returns boolean
    language sql stable parallel safe
    return current_setting('commons.tenant', true) = '*' or current_setting('commons.tenant', true) = any (tenants::text[]);

-- Hides the rows of other tenants: call protect_by_tenant('reservation', 'tenant_id').
create procedure protect_by_tenant(protected regclass, tenant name)
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format('create policy tenant on %s using (in_tenant_scope(%I))', protected, tenant);
end
$$;

-- The same for a row that belongs to whoever its parent belongs to: call protect_by_parent('fine', 'reservation_id', 'reservation').
create procedure protect_by_parent(protected regclass, reference name, parent regclass)
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format('create policy tenant on %1$s using (in_scope_of_all_tenants()'
                   || ' or exists (select 1 from %3$s parent where parent.id = %1$s.%2$I))',
                   protected, reference, parent);
end
$$;
