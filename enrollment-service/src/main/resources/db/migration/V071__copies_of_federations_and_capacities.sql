-- Of partners and sites that are here already, filled in when their owner emits them again.
alter table partner_view add column parent_id uuid;
alter table partner_view add column siret text;
create index partner_view_parent on partner_view (parent_id) where parent_id is not null;
alter table site_view add column hosting_capacity integer;

-- The members of a federation are other partners. Their ids only.
create function members_of(federation uuid) returns setof uuid
    language plpgsql stable strict security definer set search_path = public, pg_temp as
$$
begin
    return query select p.id from partner_view p where p.parent_id = federation;
end
$$;
