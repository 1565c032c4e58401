#!/bin/sh
# Makes a cluster of the nodes, once. Run again, it introduces nodes to each other whose addresses have all changed.
set -eu
export REDISCLI_AUTH="$VALKEY_PASSWORD"
nodes=""
for n in 0 1 2 3 4 5; do
  host="valkey-cluster-$n.valkey-cluster"
  until [ "$(valkey-cli -h "$host" ping 2>/dev/null)" = PONG ]; do sleep 1; done
  nodes="$nodes $(getent hosts "$host" | cut -d' ' -f1)"
done
set -- $nodes
if valkey-cli -h "$1" cluster info | grep -q 'cluster_slots_assigned:16384'; then
  for address in "$@"; do
    valkey-cli -h "$1" cluster meet "$address" 6379
  done
else
  valkey-cli --cluster create $(printf '%s:6379 ' "$@") --cluster-replicas 1 --cluster-yes
fi
