#!/usr/bin/env bash
# usage: slurm-up.sh DIR PORT
# Starts a throw-away Slurm of one node on the loopback address, all its files in DIR, ports PORT and PORT+1. Run as root.
# Prints the path of its slurm.conf, which clients take from SLURM_CONF.
set -euo pipefail
dir=${1:?folder}; port=${2:?port}
export PATH="$PATH:/usr/sbin:/sbin"

for tool in slurmctld slurmd sbatch munged; do
  command -v $tool >/dev/null || { echo "Slurm is not installed. On Debian or Ubuntu: apt-get install slurmctld slurmd slurm-client munge" >&2; exit 3; }
done
[ "$(id -u)" = 0 ] || { echo "Slurm's node daemon needs root." >&2; exit 3; }

mkdir -p "$dir"/{state,spool,log,munge}
chmod 0755 "$dir"; chmod 0711 "$dir/munge"
if [ ! -f "$dir/munge/key" ]; then
  dd if=/dev/urandom bs=128 count=1 of="$dir/munge/key" status=none
  chmod 400 "$dir/munge/key"
fi
munged --force --key-file="$dir/munge/key" --socket="$dir/munge/sock" --pid-file="$dir/munge/pid" \
  --log-file="$dir/munge/log" --seed-file="$dir/munge/seed"

# Two GPUs that are none: Slurm asks for character devices, and these are /dev/null's.
for gpu in 0 1; do [ -c "$dir/gpu$gpu" ] || mknod "$dir/gpu$gpu" c 1 3; done
echo "Name=gpu Type=fake File=$dir/gpu[0-1]" > "$dir/gres.conf"

host=$(hostname -s)
cat > "$dir/slurm.conf" <<C
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge/sock
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=2,sched_min_interval=200000
ReturnToService=2
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd.log
SlurmdParameters=config_overrides
MinJobAge=3600
KillWait=30
JobRequeue=1
RequeueExit=85
GresTypes=gpu
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
MailProg=/bin/true
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 RealMemory=4000 Gres=gpu:fake:2 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=$host MaxTime=INFINITE State=UP PriorityTier=2 PreemptMode=OFF
C

export SLURM_CONF="$dir/slurm.conf"
slurmctld
slurmd
for _ in $(seq 300); do
  [ "$(timeout 10 sinfo -h -o %T 2>/dev/null || true)" = idle ] && { echo "$SLURM_CONF"; exit 0; }
  sleep 0.1
done
tail -n 20 "$dir"/log/*.log >&2
exit 1
