/** What shells, compilers, forms and JSON trip over; a text that a person might paste. Within the bounds of a Comment. */
export const hostileText =
  `it's "quoted" $HOME \${x} \`id\` $(id) \\ \\n %s %20 +&=?#@; !e {a,b} *~ <b> \t tab\r\nline\u202e 中文 é 😀 ` +
  `\u200d \u0007 \u2028 \u0085 \\u000a \\" ''' """ */ // -- \\`;

/** As much of it as a URL may have. */
export function hostileUrl(host: string): string {
  return `http://${host}/it's$HOME\${x}$(id)%20%25+!{a,b}*~@;/中文é😀?x=1&y==&z='--"<b>`;
}
