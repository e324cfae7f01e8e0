# Installs what a lock file names. Needs: say.sh, and a fitting node on PATH, because npm under an
# older one would choose older packages.

# install_locked FOLDER: brings FOLDER/node_modules up to FOLDER/package-lock.json.
install_locked() {
  is_installed "$1" && return
  # Two commands started at once in a fresh clone must not install over each other: the lock
  # file is the lock, and whoever waited looks again.
  if command -v flock >/dev/null 2>&1; then
    exec 9<"$1/package-lock.json"
    flock 9
    is_installed "$1" || npm_ci "$1" 9<&-
    exec 9<&-
  else
    npm_ci "$1"
  fi
}

# npm notes beside the packages what it installed last: a lock file newer than the note has changed since.
is_installed() {
  [ -f "$1/node_modules/.package-lock.json" ] && [ ! "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]
}

# Everything in the lock, development too, whatever NODE_ENV or ~/.npmrc say. stdout and stdin
# belong to the program that is about to start.
npm_ci() {
  command -v npm >/dev/null 2>&1 || fail 'npm is not on PATH: install it (apt-get install npm), or Node from https://nodejs.org, which brings it'
  keep_cache_writable
  say "npm ci in $1"
  (cd "$1" && exec npm ci --include=dev --include=optional --no-audit --no-fund </dev/null >&2) || fail "npm ci in $1 failed: npm tells why above"
}

# Without a HOME of its own (some CI systems) npm has nowhere to keep its cache.
keep_cache_writable() {
  if [ -z "${npm_config_cache:-}" ] && { [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; }; then
    npm_config_cache="${TMPDIR:-/tmp}/forewarm-npm-$(id -u)"
    export npm_config_cache
  fi
}
