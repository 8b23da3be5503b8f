-- The rights of the service's role, and the row filter by tenant: docs/adr/0015-row-level-security.md

-- The service's role reads and writes rows. It owns nothing and creates nothing, and the owner bypasses row-level security.
-- Tables get these rights when they are created. The migration that creates a table may withdraw some of them.
revoke all on "${flyway:table}" from "${service_role}";
alter default privileges in schema public grant select, insert, update, delete on tables to "${service_role}";
alter default privileges in schema public grant usage, select on sequences to "${service_role}";

-- The scope of a transaction is the setting commons.tenant: a tenant's id, or * for all tenants. Behind the id of a tenant
-- there may be the ids of the sites that limit the caller, each after a space. Without it no row of a protected table is
-- visible. The service sets it as the first statement of each transaction (RowScope).

create function in_scope_of_all_tenants() returns boolean
    language sql stable parallel safe
    return current_setting('commons.tenant', true) is not distinct from '*';

-- For a row that all sites of its tenant share.
create function in_tenant_scope(tenant uuid) returns boolean
    language sql stable parallel safe
    return current_setting('commons.tenant', true) = '*' or tenant::text = left(current_setting('commons.tenant', true), 36);

-- For a row that belongs to several tenants.
create function in_tenant_scope(tenants uuid[]) returns boolean
    language sql stable parallel safe
    return current_setting('commons.tenant', true) = '*'
        or left(current_setting('commons.tenant', true), 36) = any (tenants::text[]);

-- For a row of one site; null: a row of the whole tenant, which a caller limited to sites does not see. Any other caller
-- costs the first two comparisons, as without sites.
create function in_tenant_scope(tenant uuid, site uuid) returns boolean
    language sql stable parallel safe
    return current_setting('commons.tenant', true) = '*'
        or tenant::text = current_setting('commons.tenant', true)
        or tenant::text = left(current_setting('commons.tenant', true), 36)
            and strpos(current_setting('commons.tenant', true), site::text) > 36;

-- Hides the rows of other tenants: call protect_by_tenant('reservation', 'tenant_id').
create procedure protect_by_tenant(protected regclass, tenant name)
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format('create policy tenant on %s using (in_tenant_scope(%I))', protected, tenant);
end
$$;

-- Also hides the rows of other sites from a caller limited to sites: call protect_by_site('permit', 'tenant_id', 'site_id').
-- Without a column of the site, only callers of the whole tenant see a row.
create procedure protect_by_site(protected regclass, tenant name, site name default null)
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format('create policy tenant on %s using (in_tenant_scope(%I, %s))',
                   protected, tenant, coalesce(quote_ident(site), 'null::uuid'));
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
