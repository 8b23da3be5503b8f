-- Row-level security: docs/adr/0015-row-level-security.md
call protect_by_tenant('partner_view', 'id');
call protect_by_tenant('agreement_view', 'party_ids');
call protect_by_tenant('site_view', 'partner_id');
