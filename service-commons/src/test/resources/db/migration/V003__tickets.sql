create table ticket (
    id        uuid primary key,
    tenant_id uuid   not null,
    revision  bigint not null,
    plate     text
);

-- As the listener of Hibernate does for an entity with an owner.
create function log_ticket() returns trigger
    language plpgsql as
$$
begin
    insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields, owners)
    values ('test', 'test', '{}', 'test', 'ticket', new.id, '{}',
            case when tg_op = 'INSERT' then array[new.tenant_id] else array[old.tenant_id, new.tenant_id] end);
    return null;
end
$$;
create trigger change after insert or update on ticket for each row execute function log_ticket();
