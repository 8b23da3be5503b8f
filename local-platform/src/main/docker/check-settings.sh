#!/usr/bin/env bash
# Fails when a secret still has the value of .env.example. All other containers wait for the success of this one.
set -euo pipefail

unchanged=()
for name in $(compgen -e); do
  [[ "${!name}" != change-me* ]] || unchanged+=("$name")
done
if [[ ${#unchanged[@]} -gt 0 ]]; then
  echo "These secrets in .env are still change-me: ${unchanged[*]}. Write .env again: local-platform/src/main/docker/new-secrets.sh > .env" >&2
  exit 1
fi
