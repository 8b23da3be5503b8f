-- Row-level security: docs/adr/0015-row-level-security.md
call protect_by_tenant('partner', 'id');
call protect_by_site('site', 'partner_id', 'id');
call protect_by_tenant('opportunity', 'partner_id');
call protect_by_tenant('training_need', 'partner_id');
call protect_by_tenant('agreement', 'partner_ids');
-- Clients, people and webhooks are those of the whole partner (docs/adr/0038-callers-limited-to-sites.md).
call protect_by_site('api_client', 'partner_id');
call protect_by_site('person', 'partner_id');
call protect_by_site('notice', 'partner_id');
call protect_by_site('webhook', 'partner_id');
call protect_by_site('webhook_delivery', 'partner_id');
call protect_by_parent('agreement_history', 'agreement_id', 'agreement');
call protect_by_parent('hosted_enrollment', 'site_id', 'site');
call protect_by_parent('notice_digest', 'person_id', 'person');
call protect_by_parent('notice_receipt', 'person_id', 'person');
call protect_by_parent('seat_usage', 'agreement_id', 'agreement');

revoke update, delete on agreement_history from "${service_role}";

-- All callers read what a company has published.
create policy published on opportunity for select using (state = 'PUBLISHED');

create policy framework on agreement for select using (kind = 'FRAMEWORK' and is_framework_in_scope(id));

-- A party of a framework reads the agreements under it from their signature on. It changes none.
create policy under_framework on agreement for select
    using (framework_id is not null and signed and is_party_of_framework(framework_id));

-- A federation reads the registry entries and the training needs of its members. It changes neither.
create policy federation on partner for select using (parent_id is not null and in_tenant_scope(parent_id));

-- The subquery runs under the policies of the table partner: it finds the caller's own row and those of its members.
create policy federation on training_need for select
    using (exists (select 1 from partner p where p.id = partner_id and p.parent_id is not null and in_tenant_scope(p.parent_id)));
