#!/usr/bin/env bash
# usage: postgres-down.sh DIR   -- stops what postgres-up.sh started in DIR
set -euo pipefail
dir=${1:?folder}
[ -f "$dir/data/postmaster.pid" ] || exit 0
kill -INT "$(head -1 "$dir/data/postmaster.pid")"
for _ in $(seq 100); do [ -f "$dir/data/postmaster.pid" ] || exit 0; sleep 0.1; done
echo "PostgreSQL in $dir did not stop." >&2; exit 1
