create table permit (
    id        uuid primary key,
    tenant_id uuid not null,
    plate     text not null,
    site_id   uuid
);
call protect_by_site('permit', 'tenant_id', 'site_id');

create table permit_use (
    id        uuid primary key,
    permit_id uuid not null references permit
);
call protect_by_parent('permit_use', 'permit_id', 'permit');
