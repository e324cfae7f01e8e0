import { joined, type EdgeHeaders } from '../headers.ts';

/** One exchange with a node. */
export type Facts = {
  readonly status: number;
  readonly headers: EdgeHeaders;
  /** What was sent, names in lower case. */
  readonly request: Readonly<Record<string, string>>;
  /** When the response came, by our clock: milliseconds since 1970. */
  readonly nowMs: number;
};

/** All lines of a header, apart. */
export function linesOf(headers: EdgeHeaders, name: string): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Seconds that the response had spent in caches before (RFC 9111, 5.1); 0 where it does not say. */
export function ageS({ headers }: Facts): number {
  const [first = ''] = linesOf(headers, 'age');
  return /^\d+$/.test(first) ? Number(first) : 0;
}

export function has({ headers }: Facts, name: string): boolean {
  return headers[name] !== undefined;
}

/** `Name: value`, as a sentence shows it; shortened, since a node may write a novel. */
export function quoted({ headers }: Facts, name: string, spelled: string): string {
  const value = joined(headers, name) ?? '';
  return `${spelled}: ${value.length > maxQuoted ? `${value.slice(0, maxQuoted)}…` : value}`;
}

const maxQuoted = 80;

/** Members of a comma-separated list of tokens, such as Vary, in lower case. */
export function tokens(headers: EdgeHeaders, name: string): string[] {
  return (joined(headers, name) ?? '')
    .split(',')
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '');
}
