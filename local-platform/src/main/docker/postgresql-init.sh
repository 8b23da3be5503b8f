#!/usr/bin/env bash
# Run once by the postgres image on an empty volume: one database per service, owned by its own user.
set -euo pipefail

provide() {
  local name=$1 password=$2
  psql --quiet --set ON_ERROR_STOP=1 --set name="$name" --set password="$password" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect on database :"name" from public;
SQL
}

provide partner "$PARTNER_DB_PASSWORD"
provide catalog "$CATALOG_DB_PASSWORD"
provide enrollment "$ENROLLMENT_DB_PASSWORD"
provide keycloak "$KEYCLOAK_DB_PASSWORD"
