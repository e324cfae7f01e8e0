# Puts a Node that runs TypeScript as it stands first on PATH: the system's, else the one that
# tools/node/package-lock.json brings as an npm package. Needs: $root, say.sh, npm.sh.

needed_node=24

# True when the `node` on PATH is new enough.
node_fits() {
  node_version=$(node --version 2>/dev/null) || node_version=none
  node_major=${node_version#v}
  node_major=${node_major%%.*}
  case $node_major in
    '' | *[!0-9]*) return 1 ;;
  esac
  [ "$node_major" -ge "$needed_node" ]
}

use_node() {
  node_fits && return
  node_found=$node_version
  is_installed "$root/tools/node" || say "needs Node $needed_node or newer, found $node_found: bringing one"
  install_locked "$root/tools/node"
  PATH="$root/tools/node/node_modules/.bin:$PATH"
  export PATH
  # The packages are optional, so that npm passes in silence over those that don't fit the system.
  node_fits || fail "needs Node $needed_node or newer, found $node_found, and npm has none for $(uname -sm): install it from https://nodejs.org"
}
