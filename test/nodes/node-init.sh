#!/bin/bash
# First process of a node made on this machine (node-process.ts): lays the node's own directories over the machine's,
# then runs containerd and the kubelet. Everything ends with it.
# Arguments: the node's directory, its host name, its own layers of /usr, topmost first, joined by colons.
set -eu
directory=$1 name=$2 layers=$3
mounts=$directory/mounts

mount --make-rprivate /
hostname "$name"

# A new /sys: that of the machine shows its network, and only one mounted now shows cgroups as the node's.
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
while read -r type options place; do
  mkdir -p "/sys/fs/cgroup/$place"
  [ "$options" = - ] && options=rw
  mount -t "$type" -o "$options" "$type" "/sys/fs/cgroup/$place"
done <"$directory/cgroup-mounts"

mount -t tmpfs -o mode=755 tmpfs /run

# The node's own, whatever this machine has there: hidden by a whiteout, then made anew.
own="etc/kubernetes etc/cni etc/containerd etc/systemd/system
  var/lib/kubelet var/lib/etcd var/lib/containerd var/lib/cni var/log/pods var/log/containers"
for place in $own; do
  mkdir -p "$mounts/${place%/*}"
  mknod "$mounts/$place" c 0 0
done
# All else of the machine shows through; what the node changes stays in its own directory.
for place in usr etc var; do
  lower=/$place
  [ "$place" = usr ] && lower=$layers:/usr
  mount -t overlay -o "lowerdir=$lower,upperdir=$mounts/$place,workdir=$directory/upper-work/$place" overlay "/$place"
done
for place in $own; do cp -a "$directory/own/$place" "/$place"; done
# Images cannot be unpacked on top of an overlay.
mount --bind "$directory/own/var/lib/containerd" /var/lib/containerd

echo 1 >/proc/sys/net/ipv4/ip_forward
# The kubelet sets these for the whole machine unless it finds them as it wants them
# (setupKernelTunables in pkg/kubelet/cm/container_manager_linux.go).
while read -r key value; do
  mkdir -p "$directory/sysctl/${key%/*}"
  echo "$value" >"$directory/sysctl/$key"
  mount --bind "$directory/sysctl/$key" "/proc/sys/$key"
done <<'SYSCTL'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SYSCTL
mount --make-rshared /

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
containerd >>"$directory/log/containerd.log" 2>&1 &

"${BASH_SOURCE[0]%/*}/node-kubelet.sh" >>"$directory/log/kubelet.log" 2>&1 &

touch "$directory/mounted"
while true; do wait -n || true; done
