-- What partner-service says of networks: an offering can be restricted to those that exist; fed by
-- partner.networks.v1 only.
create table network_view (
    id       uuid primary key,
    revision bigint not null,
    code     text   not null
);
