#!/usr/bin/env bash
# Fails when a secret still has the value of .env.example. Every other container waits for its success.
set -euo pipefail

unchanged=()
for name in $(compgen -e); do
  [[ "${!name}" != change-me* ]] || unchanged+=("$name")
done
if [[ ${#unchanged[@]} -gt 0 ]]; then
  echo "Not replaced in .env: ${unchanged[*]}. Write it anew: local-platform/src/main/docker/new-secrets.sh > .env" >&2
  exit 1
fi
