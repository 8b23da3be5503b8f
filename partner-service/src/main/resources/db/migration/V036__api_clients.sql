-- The clients with which the programs of partners get tokens. Keycloak has the client and its secret; no column has a
-- secret. Each secret is a client of Keycloak with its own id: the current one, the previous one during a rotation, the
-- next one while it is created, and the ended one until it is deleted. An intent is recorded before Keycloak is called;
-- one that is left over from a crash is decided by the reconciliation (docs/adr/0027).
create table api_client (
    id                          uuid        primary key,
    version                     bigint      not null,
    partner_id                  uuid        not null references partner,
    keycloak_id                 uuid        not null unique,
    previous_keycloak_id        uuid,
    next_keycloak_id            uuid,
    ended_keycloak_id           uuid,
    name                        text        not null,
    scopes                      text[]      not null,
    authentication              text        not null check (authentication in ('SECRET', 'PRIVATE_KEY_JWT')),
    key_ids                     text[]      not null,
    revoked                     boolean     not null,
    enabled                     boolean     not null,
    intent                      text        check (intent in ('CREATE', 'ROTATE', 'REPLACE_KEYS', 'REVOKE')),
    intent_at                   timestamptz,
    created_at                  timestamptz not null,
    previous_secret_valid_until timestamptz,
    last_used_at                timestamptz,
    check ((intent is null) = (intent_at is null)),
    check ((previous_keycloak_id is null) = (previous_secret_valid_until is null))
);
create index api_client_by_partner on api_client (partner_id, id);
create index api_client_with_intent on api_client (intent_at) where intent is not null;
create index api_client_with_former_secret on api_client (id)
    where previous_keycloak_id is not null or ended_keycloak_id is not null;
create index api_client_live on api_client (partner_id) where not revoked;

call protect_by_tenant('api_client', 'partner_id');
