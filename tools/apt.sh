# Installs Debian packages without their services. Needs: root, say.sh, services.sh.
# Exits 3 when no mirror could be reached, 1 when apt-get failed otherwise.

install_packages() {
  # Only one such run at a time: two would trip over each other's policy file. Its folder is the lock.
  if command -v flock >/dev/null 2>&1; then
    exec 8</usr/sbin
    flock 8
  fi
  apt_log=$(mktemp)
  installed_before=$(mktemp)
  trap finish_install EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP

  list_installed >"$installed_before"
  deny_services
  # Lists may be missing (a fresh container) or older than the mirror: fetched only when they don't do.
  if ! have_candidates "$@" || ! apt_install "$@"; then
    say 'apt-get update'
    apt update >>"$apt_log" 2>&1 || true # a broken source of somebody else's need not matter
    apt_install "$@" || explain_failure
  fi
}

# Runs at any exit: half an installation must not leave a service behind either.
finish_install() {
  # shellcheck disable=SC2046 # a list of words
  disable_services $(list_installed | grep -vxFf "$installed_before")
  allow_services
  rm -f "$apt_log" "$installed_before"
}

list_installed() {
  dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | sed -n 's/^ii *//p'
}

have_candidates() {
  for package in "$@"; do
    apt-cache policy "$package" 2>/dev/null | grep -q '^  Candidate: [0-9]' || return 1
  done
}

# No fd of ours may stay open in a daemon, and no question may wait for an answer.
apt() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C \
    apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Acquire::Retries=2 "$@" </dev/null 8>&-
}

apt_install() {
  apt -y --no-install-recommends -o Dpkg::Options::=--force-confold install "$@" >>"$apt_log" 2>&1
}

explain_failure() {
  tail -n 20 "$apt_log" >&2
  if grep -qE 'Temporary failure resolving|Could not (resolve|connect)|Connection (refused|timed out|failed)|Network is unreachable|Unable to connect' "$apt_log"; then
    say 'no package mirror could be reached'
    exit 3
  fi
  fail 'apt-get failed: see above'
}
