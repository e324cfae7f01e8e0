# How the scripts of the checkout speak: on stderr, because stdout belongs to the program they start.

say() {
  printf '%s: %s\n' "${program:-forewarm}" "$*" >&2
}

fail() {
  say "$*"
  exit 1
}
