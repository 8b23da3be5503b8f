-- The opportunities of a suspended or closed company are hidden from others. Both functions see more than the caller's
-- scope. The rows of such companies are few.
create index partner_blocked on partner (id) where state in ('SUSPENDED', 'CLOSED');

create function is_company_shown(partner uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
begin
    return has_agreement_in_force(partner)
        and not exists (select from partner p where p.id = is_company_shown.partner and p.state in ('SUSPENDED', 'CLOSED'));
end
$$;

drop function partners_with_agreement_in_force();
create function companies_shown() returns setof uuid
    language plpgsql stable security definer rows 5000 set search_path = public, pg_temp as
$$
begin
    return query
        select distinct party from agreement a, unnest(a.partner_ids) as party
        where a.state = 'IN_FORCE'
          and party not in (select p.id from partner p where p.state in ('SUSPENDED', 'CLOSED'));
end
$$;
