/**
 * The IPv4 address that an IPv6 address leads to: mapped (`::ffff:0:0/96`, RFC 4291), NAT64 (`64:ff9b::/96`, RFC 6052),
 * 6to4 (`2002::/16`, RFC 3056), or compatible (`::/96`, of old). Undefined for others; `::` and `::1` are IPv6's own.
 */
export function embeddedIpv4(address: string): string | undefined {
  const groups = groupsOf(address);
  if (groups === undefined) return undefined;
  const [first = 0, second = 0, third = 0] = groups;
  if (first === 0x2002) return dotted(second, third);
  const [high = 0, low = 0] = groups.slice(6);
  const prefix = groups.slice(0, 6).join();
  if (prefix === '0,0,0,0,0,65535' || prefix === '100,65435,0,0,0,0') return dotted(high, low);
  return prefix === '0,0,0,0,0,0' && high > 0 ? dotted(high, low) : undefined;
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** The eight numbers. A URL writes them in one form, whatever it was given. */
function groupsOf(address: string): number[] | undefined {
  const url = `http://[${address}]`;
  if (!URL.canParse(url)) return undefined;
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::');
  const before = numbers(head);
  const after = tail === undefined ? [] : numbers(tail);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function numbers(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
