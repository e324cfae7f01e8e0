/**
 * The value of one attribute of a tag, without its quotes: `A=1,B="x,y"` (RFC 8216 §4.2). Undefined where it is
 * missing. A list that is none is read as far as it makes sense, in one pass whatever stands in it.
 */
export function attribute(list: string, wanted: string): string | undefined {
  for (let at = 0; at < list.length;) {
    const equals = list.indexOf('=', at);
    if (equals === -1) return undefined;
    const isQuoted = list.charCodeAt(equals + 1) === quote;
    const valueAt = isQuoted ? equals + 2 : equals + 1;
    const valueEnd = endOf(list, isQuoted ? '"' : ',', valueAt);
    if (list.slice(at, equals).trim() === wanted) {
      const value = list.slice(valueAt, valueEnd);
      return isQuoted ? value : value.trim();
    }
    at = endOf(list, ',', isQuoted ? valueEnd + 1 : valueEnd) + 1;
  }
  return undefined;
}

const quote = 0x22;

function endOf(list: string, mark: string, from: number): number {
  const found = list.indexOf(mark, from);
  return found === -1 ? list.length : found;
}
