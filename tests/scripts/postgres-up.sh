#!/usr/bin/env bash
# usage: postgres-up.sh DIR PORT
# Starts a throw-away PostgreSQL on the loopback address, its data in DIR, user "lskd" without a password.
# PostgreSQL refuses to run as root: then its own account runs it.
set -euo pipefail
dir=${1:?folder}; port=${2:?port}

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /)")
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed. On Debian or Ubuntu: apt-get install postgresql" >&2; exit 3; }

as() { "$@"; }
mkdir -p "$dir"
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || { echo "There is no user \"postgres\" to run PostgreSQL as." >&2; exit 3; }
  chown postgres "$dir"
  as() { runuser -u postgres -- "$@"; }
fi
cd "$dir"
as "$bin/initdb" -D "$dir/data" -A trust -U lskd --locale=C.UTF-8 -E UTF8 --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
as "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 120 \
  -o "-p $port -c listen_addresses=127.0.0.1 -k $dir -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null \
  || { cat "$dir/data/server.log" >&2; exit 1; }
echo "Host=127.0.0.1;Port=$port;Username=lskd"
