# Keeps Debian packages from starting or enabling services while we install them: a server that a
# test wants must not take port 80, now or at the next boot. Needs root.

# Maintainer scripts ask this file before they start anything (invoke-rc.d(8)).
policy_file=/usr/sbin/policy-rc.d
policy_kept=/usr/sbin/policy-rc.d.before-forewarm
policy_mark='# put here by forewarm while it installs packages'

deny_services() {
  allow_services # what a killed run has left behind
  if [ -e "$policy_file" ] || [ -L "$policy_file" ]; then
    mv -f "$policy_file" "$policy_kept"
  fi
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy_file"
  chmod 755 "$policy_file"
}

# Puts back what was there before; does nothing when nothing was denied.
allow_services() {
  if [ -e "$policy_kept" ] || [ -L "$policy_kept" ]; then
    mv -f "$policy_kept" "$policy_file"
  elif [ -f "$policy_file" ] && grep -qF "$policy_mark" "$policy_file"; then
    rm -f "$policy_file"
  fi
}

# disable_services PACKAGE…: undoes the "enable" of their maintainer scripts.
disable_services() {
  for package in "$@"; do
    dpkg -L "$package" 2>/dev/null | sed -n \
      -e 's#^\(/usr\)\{0,1\}/lib/systemd/system/\([^/@]*\.\(service\|timer\|socket\|path\)\)$#unit \2#p' \
      -e 's#^/etc/init\.d/\([^/]*\)$#script \1#p'
  done | while read -r kind name; do
    case $kind in
      unit) systemctl --quiet disable "$name" ;;
      script) update-rc.d "$name" disable ;;
    esac >/dev/null 2>&1 || true # no systemd here, or nothing to disable
  done
}
