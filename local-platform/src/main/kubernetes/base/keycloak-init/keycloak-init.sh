#!/usr/bin/env bash
# Protects Keycloak's realm master, which cannot be imported: settings of master.json, and its own address for the console.
# docker-compose and the job keycloak-init run it; it may run again.
set -euo pipefail

readonly kcadm=${KCADM:-/opt/keycloak/bin/kcadm.sh}
login=$(mktemp)
trap 'rm -f "$login"' EXIT

KC_CLI_PASSWORD="$KEYCLOAK_ADMIN_PASSWORD" "$kcadm" config credentials --config "$login" --server "$KEYCLOAK_URL" \
  --realm master --user "${KEYCLOAK_ADMIN_USERNAME:-admin}"
"$kcadm" update realms/master --config "$login" --merge --file "$(dirname "${BASH_SOURCE[0]}")/master.json" \
  --set "attributes.frontendUrl=$KEYCLOAK_ADMIN_URL"
