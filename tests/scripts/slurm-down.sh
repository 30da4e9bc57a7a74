#!/usr/bin/env bash
# usage: slurm-down.sh DIR   -- stops what slurm-up.sh started in DIR
set -uo pipefail
dir=${1:?folder}
stop() {
  local pid
  [ -f "$1" ] && pid=$(cat "$1") || return 0
  kill "$pid" 2>/dev/null
  for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
  kill -KILL "$pid" 2>/dev/null
}
stop "$dir/slurmd.pid"; stop "$dir/slurmctld.pid"; stop "$dir/munge/pid"
