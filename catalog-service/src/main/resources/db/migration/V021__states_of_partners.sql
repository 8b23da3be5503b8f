-- What partner-service says of the state of partners; fed by partner.partners.v1 only.
create table partner_view (
    id       uuid primary key,
    revision bigint not null,
    state    text   not null
);
call protect_by_tenant('partner_view', 'id');
