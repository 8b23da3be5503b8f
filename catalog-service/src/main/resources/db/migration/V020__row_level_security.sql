call protect_by_tenant('agreement_view', 'party_ids');
call protect_by_tenant('site_view', 'partner_id');

-- A partner's agreements, if it is in the caller's scope. With the owner's rights, because the planner does not use the
-- index of party_ids below a policy: @> is not leakproof.
create function agreements_of_partner(partner uuid) returns setof agreement_view
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    if in_tenant_scope(partner) then
        return query select * from agreement_view a where a.party_ids @> array[partner];
    end if;
end
$$;
