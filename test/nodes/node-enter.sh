#!/bin/bash
# Moves into the cgroups made for a node and becomes the program that enters it or makes it.
# Arguments: the node's directory, the program, its words.
set -eu
while read -r cgroup; do echo $$ >"$cgroup/cgroup.procs"; done <"$1/cgroups"
shift
exec "$@"
