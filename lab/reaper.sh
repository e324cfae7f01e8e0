#!/bin/sh
# Ends what a lab's process leaves behind, however that process ends: kill -9, a crash, a closed
# terminal. It learns on stdin what there is, and acts when stdin closes.
#   server PID | gone PID        a process group was started | has ended
#   folder PATH | removed PATH   a folder was made | is removed
servers=' '
folders=' '
while read -r what value; do
  case $what in
    server) servers="$servers$value " ;;
    gone) servers=$(printf %s "$servers" | sed "s# $value # #") ;;
    folder) folders="$folders$value " ;;
    removed) folders=$(printf %s "$folders" | sed "s# $value # #") ;;
  esac
done

# True when it reached any.
signal_servers() {
  reached=1
  for pid in $servers; do
    kill "-$1" "-$pid" 2>/dev/null && reached=0
  done
  return "$reached"
}

# In good order first: Squid takes 2 s to leave nothing in shared memory.
signal_servers TERM
tries=0
while signal_servers 0 && [ "$tries" -lt 20 ]; do
  tries=$((tries + 1))
  sleep 0.2
done
signal_servers KILL
for folder in $folders; do
  case $folder in
    */forewarm-lab-*) rm -rf "$folder" ;;
  esac
done
