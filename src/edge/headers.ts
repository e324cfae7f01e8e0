/** Response headers by lower-case name; a repeated header as an array, in the order it came. */
export type EdgeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** All lines of a header as one list, as RFC 9110 section 5.3 joins them. */
export function joined(headers: EdgeHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}
