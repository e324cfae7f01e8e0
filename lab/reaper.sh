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

signal_servers() {
  for pid in $servers; do
    kill "-$1" "-$pid" 2>/dev/null
  done
}

if [ "$servers" != ' ' ]; then
  signal_servers TERM
  sleep 4 # Squid takes 2 to leave nothing in shared memory
  signal_servers KILL
fi
for folder in $folders; do
  case $folder in
    */forewarm-lab-*) rm -rf "$folder" ;;
  esac
done
