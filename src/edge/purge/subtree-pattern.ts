/**
 * A regular expression for the beginning of a path, as Varnish (PCRE2) and Traffic Server (PCRE) read it, within a line
 * whose parts are told apart by spaces: there are none in a URL, and what else could mean something is escaped.
 */
export function escapedPath(path: string): string {
  return path.replaceAll(/[^A-Za-z0-9/_~%&=@!:;,'-]/g, (sign) => (sign === '"' || sign === '#' ? hex(sign) : `\\${sign}`));
}

function hex(sign: string): string {
  return `\\x${sign.charCodeAt(0).toString(16)}`;
}
