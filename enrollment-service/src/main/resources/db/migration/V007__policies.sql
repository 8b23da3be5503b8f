-- Row-level security: docs/adr/0015-row-level-security.md, callers limited to sites: docs/adr/0038-callers-limited-to-sites.md
call protect_by_tenant('partner_view', 'id');
call protect_by_site('site_view', 'partner_id', 'id');
call protect_by_parent('site_label_view', 'site_id', 'site_view');
call protect_by_tenant('agreement_view', 'party_ids');
call protect_by_parent('erasure_receipt', 'student_id', 'student');
call protect_by_parent('crowded_student', 'student_id', 'student');
call protect_by_parent('adaptation', 'enrollment_id', 'enrollment');
call protect_by_site('site_closure', 'partner_id', 'site_id');
-- Files and transmissions are those of the whole partner.
call protect_by_site('import_job', 'partner_id');
call protect_by_site('import_row', 'partner_id');
call protect_by_site('transmission_attempt', 'partner_id');
call protect_by_site('transmission_delta', 'partner_id');
call protect_by_site('transmission_day', 'partner_id');
call protect_by_site('transmission_alert', 'partner_id');
-- So are the keys of a training centre, and what it sends to the dashboard.
call protect_by_site('centre_connection', 'centre_id');
call protect_by_site('dashboard_record', 'centre_id');

-- PostgreSQL expects 1 row of 200 to pass protect_by_tenant's filter, which is fewer than a page. It may then read the
-- whole table and sort it, instead of an index in the order of the page. It expects nearly all rows to pass "is not null".
-- The queries themselves name the partner, so nearly all of their rows do pass.
alter table enrollment enable row level security;
create policy tenant on enrollment using (nullif(in_tenant_scope(partner_id, site_id), false) is not null);

-- What belongs to an enrollment is where the enrollment is, and a student is where one of the student's enrollments is. Only
-- for a caller limited to sites a row calls one of these functions, which read under the policy of enrollment. The cost says
-- so to the planner.
create function sees_enrollment(wanted uuid) returns boolean
    language plpgsql stable parallel safe cost 1 as $$
begin
    return exists (select from enrollment e where e.id = wanted);
end
$$;
create function sees_student(wanted uuid, person uuid) returns boolean
    language plpgsql stable parallel safe cost 1 as $$
begin
    return exists (select from enrollment e where e.person_id = person and e.student_id = wanted);
end
$$;
create procedure protect_with_enrollment(protected regclass)
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format('create policy tenant on %s using (in_tenant_scope(partner_id, null::uuid)'
                   || ' or in_tenant_scope(partner_id) and sees_enrollment(enrollment_id))', protected);
end
$$;
call protect_with_enrollment('apprenticeship_contract');
call protect_with_enrollment('attendance');
call protect_with_enrollment('absence');
call protect_with_enrollment('attendance_alert');
call protect_with_enrollment('paper');
alter table student enable row level security;
create policy tenant on student
    using (in_tenant_scope(partner_id, null::uuid)
           or in_tenant_scope(partner_id)
              and sees_student(id, case when merged_into is null then id else merged_into end));
alter table possible_duplicate enable row level security;
create policy tenant on possible_duplicate
    using (in_tenant_scope(partner_id, null::uuid)
           or in_tenant_scope(partner_id) and exists (select 1 from student s where s.id = student_id));

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
          and e.partner_id = case when left(current_setting('commons.tenant', true), 36) ~ '^[0-9a-fA-F-]{36}$'
                                  then left(current_setting('commons.tenant', true), 36)::uuid end));
