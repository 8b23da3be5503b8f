#!/usr/bin/env bash
# Creates the databases and roles of the services. The postgres image runs it once, on an empty volume. The owner of a
# database migrates the schema. The service's user may only read and write rows; the migrations give it these rights.
set -euo pipefail

provide() {
  local name=$1 owner=$2 password=$3
  psql --quiet --set ON_ERROR_STOP=1 --set name="$name" --set owner="$owner" --set password="$password" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role :"owner" login password :'password';
create database :"name" owner :"owner";
revoke all on database :"name" from public;
SQL
}

admit() {
  local name=$1 password=$2
  psql --quiet --set ON_ERROR_STOP=1 --set name="$name" --set password="$password" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role :"name" login password :'password';
grant connect on database :"name" to :"name";
SQL
}

# Reads statistics, no rows.
monitor() {
  local password=$1
  psql --quiet --set ON_ERROR_STOP=1 --set password="$password" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role monitor login password :'password';
grant pg_monitor to monitor;
SQL
}

provide partner partner_owner "$PARTNER_DB_OWNER_PASSWORD"
admit partner "$PARTNER_DB_PASSWORD"
provide catalog catalog_owner "$CATALOG_DB_OWNER_PASSWORD"
admit catalog "$CATALOG_DB_PASSWORD"
provide enrollment enrollment_owner "$ENROLLMENT_DB_OWNER_PASSWORD"
admit enrollment "$ENROLLMENT_DB_PASSWORD"
provide keycloak keycloak "$KEYCLOAK_DB_PASSWORD"
monitor "$MONITOR_DB_PASSWORD"
