import { formParameters, variables, type SampleCall } from './sample.ts';

/**
 * For any POSIX shell with curl. It signs by itself, since HTTP Basic is not granted to every key. It runs in a
 * subshell, so that pasted into a terminal it leaves nothing behind and a failure does not end the terminal; and it has
 * no comments, which zsh does not know at its prompt.
 */
export function shellCode(call: SampleCall): string {
  const pairs = formParameters(call).map((parameter) => {
    const value = 'variable' in parameter ? `"$${parameter.variable}"` : quoted(parameter.value);
    return `    ${parameter.name} ${value}`;
  });
  const needed = [variables.publicKey, variables.privateKey, ...(call.hasToken ? [variables.securityToken] : [])];
  return `(
  set -eu
  : ${needed.map((name) => `"\${${name}:?}"`).join(' ')}
  sha1() { { sha1sum || shasum || openssl dgst -sha1 -r; } 2>/dev/null | cut -c 1-40; }
  set -- \\
${pairs.join(' \\\n')}
  signature=$(printf '%s' "$@" "$${variables.privateKey}" | sha1)
  left=$#
  while [ "$left" -gt 0 ]; do
    set -- "$@" --data-urlencode "$1=$2"
    shift 2
    left=$((left - 2))
  done
  curl --silent --show-error ${quoted(`${call.endpoint}/`)} "$@" --data-urlencode "Signature=$signature"
)
`;
}

// A terminal would act upon these when they are pasted (a tab completes), or show something else than what is sent.
const unseen = /((?:(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])+)/u;

/** As one word of the shell; nothing in it means anything. */
function quoted(text: string): string {
  if (/^[\w./:@%+,-]+$/.test(text)) return text;
  const parts = text.split(unseen).map((part, place) => (place % 2 === 1 ? printed(part) : part === '' ? '' : singleQuoted(part)));
  return parts.join('') || "''";
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function printed(text: string): string {
  const octal = Array.from(new TextEncoder().encode(text), (byte) => `\\${byte.toString(8).padStart(3, '0')}`);
  return `"$(printf '${octal.join('')}')"`;
}
