call protect_by_tenant('partner', 'id');
call protect_by_tenant('site', 'partner_id');
call protect_by_tenant('opportunity', 'partner_id');
call protect_by_tenant('training_need', 'partner_id');
call protect_by_tenant('agreement', 'partner_ids');
call protect_by_parent('agreement_history', 'agreement_id', 'agreement');
call protect_by_parent('seat_usage', 'agreement_id', 'agreement');

revoke update, delete on agreement_history from "${service_role}";

-- What a company has published is for all who are let in.
create policy published on opportunity for select using (state = 'PUBLISHED');

-- ---------------------------------------------------------------- with the owner's rights
-- In PL/pgSQL, which keeps the plans: an SQL function that is not inlined is planned at each call.

-- An agreement inherits terms of its framework, to which its partner need not be a party.
create function is_framework_in_scope(framework uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return exists (select 1 from agreement a where a.framework_id = framework and in_tenant_scope(a.partner_ids));
end
$$;
create policy framework on agreement for select using (kind = 'FRAMEWORK' and is_framework_in_scope(id));

-- Wider than the caller's scope: an opportunity is shown while its company has an agreement in force.
create function has_agreement_in_force(partner uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return exists (select 1 from agreement a where a.partner_ids @> array[partner] and a.state = 'IN_FORCE');
end
$$;

-- Lookups by index. The planner does not use an index below a policy when the operator is not leakproof, as @> and like
-- are not. The ids that these return are filtered by the policy like all others.
create function agreements_of_partner(partner uuid) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return array(select a.id from agreement a where a.partner_ids @> array[partner]);
end
$$;

create function sites_of_network(network uuid) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return array(select s.id from site s where s.network_ids @> array[network]);
end
$$;

-- The text is taken literally.
create function partners_named(named text) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
declare
    pattern text := '%' || regexp_replace(fold(named), '([!%_])', '!\1', 'g') || '%';
begin
    return array(select p.id from partner p where p.search_text like pattern escape '!');
end
$$;
