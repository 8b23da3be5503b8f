-- A federation reads the registry entries and the training needs of its members. It changes neither.
create policy federation on partner for select using (parent_id is not null and in_tenant_scope(parent_id));

-- The subquery runs under the policies of the table partner: it finds the caller's own row and those of its members.
create policy federation on training_need for select
    using (exists (select 1 from partner p where p.id = partner_id and p.parent_id is not null and in_tenant_scope(p.parent_id)));
