create table permit (
    id        uuid primary key,
    tenant_id uuid not null,
    plate     text not null
);
call protect_by_tenant('permit', 'tenant_id');

create table permit_use (
    id        uuid primary key,
    permit_id uuid not null references permit
);
call protect_by_parent('permit_use', 'permit_id', 'permit');
