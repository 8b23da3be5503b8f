-- Row-level security: docs/adr/0015-row-level-security.md
call protect_by_tenant('partner_view', 'id');
call protect_by_tenant('site_view', 'partner_id');
call protect_by_parent('site_label_view', 'site_id', 'site_view');
call protect_by_tenant('agreement_view', 'party_ids');
call protect_by_tenant('student', 'partner_id');
call protect_by_tenant('possible_duplicate', 'partner_id');
call protect_by_parent('erasure_receipt', 'student_id', 'student');
call protect_by_parent('adaptation', 'enrollment_id', 'enrollment');
call protect_by_tenant('apprenticeship_contract', 'partner_id');
call protect_by_tenant('attendance', 'partner_id');
call protect_by_tenant('absence', 'partner_id');
call protect_by_tenant('attendance_alert', 'partner_id');
call protect_by_tenant('site_closure', 'partner_id');
call protect_by_tenant('import_job', 'partner_id');
call protect_by_tenant('import_row', 'partner_id');
call protect_by_tenant('paper', 'partner_id');
call protect_by_tenant('transmission_attempt', 'partner_id');
call protect_by_tenant('transmission_delta', 'partner_id');
call protect_by_tenant('transmission_day', 'partner_id');
call protect_by_tenant('transmission_alert', 'partner_id');

-- PostgreSQL expects 1 row of 200 to pass protect_by_tenant's filter, which is fewer than a page. It may then read the
-- whole table and sort it, instead of an index in the order of the page. It expects nearly all rows to pass "is not null".
-- The queries themselves name the partner, so nearly all of their rows do pass.
alter table enrollment enable row level security;
create policy tenant on enrollment using (nullif(in_tenant_scope(partner_id), false) is not null);

-- Either registration.
alter table student_merge enable row level security;
create policy tenant on student_merge
    using (in_scope_of_all_tenants() or exists (select 1 from student s where s.id in (survivor_id, merged_id)));

alter table student_distinction enable row level security;
create policy tenant on student_distinction
    using (in_scope_of_all_tenants() or exists (select 1 from student s where s.id in (student_id, other_id)));

-- A partner whose enrollment is under an agreement reads the agreement, also when it is a party no more. The row filter of
-- enrollment compares texts, which no index serves: among a million enrollments it took 3 s. An equation of two UUIDs is
-- served by enrollment_by_agreement_partner.
create policy enrolled_under on agreement_view for select
    using (exists (
        select 1 from enrollment e
        where e.agreement_id = agreement_view.id
          and e.partner_id = case when current_setting('commons.tenant', true) ~ '^[0-9a-fA-F-]{36}$'
                                  then current_setting('commons.tenant', true)::uuid end));
