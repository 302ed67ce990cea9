#!/bin/bash
# Stands in for systemd: runs the kubelet as its drop-in says, from when kubeadm has configured it, and again whenever
# it ends, reading the drop-in anew each time.
set -eu
drop_in=/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf

start() {
  command=
  while IFS= read -r line; do
    value=${line#*=}
    case $line in
      Environment=*) eval "declare $value" ;;
      EnvironmentFile=-*) if [ -e "${value#-}" ]; then . "${value#-}"; fi ;;
      ExecStart=*) command=$value ;;
    esac
  done <"$drop_in"
  set +u # A variable that no file sets is empty.
  eval "set -- $command"
  exec "$@"
}

until [ -e /var/lib/kubelet/config.yaml ] && [ -e /var/lib/kubelet/kubeadm-flags.env ]; do sleep 0.1; done
while true; do
  (start) || true
  sleep 1
done
