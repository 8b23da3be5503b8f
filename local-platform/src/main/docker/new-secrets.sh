#!/usr/bin/env bash
# Prints .env.example with a random secret instead of each change-me. Usage: new-secrets.sh > .env
set -euo pipefail
# Only its owner may read the file.
[[ ! -f /dev/stdout ]] || chmod 600 /dev/stdout
cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."

while IFS= read -r line; do
  if [[ "$line" == *=change-me ]]; then
    line="${line%%=*}=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
  fi
  [[ "$line" == "#"* ]] || printf '%s\n' "$line"
done <.env.example
