import { joined, type EdgeHeaders } from '../headers.ts';
import { directivesOf, type Directive } from './directives.ts';

/** One exchange with a node. */
export class Facts {
  readonly status: number;
  readonly headers: EdgeHeaders;
  /** What was sent, names in lower case. */
  readonly request: Readonly<Record<string, string>>;
  /** When the response came, by our clock: milliseconds since 1970. */
  readonly nowMs: number;
  /** Read once: several rules look at it, and each response of each fetch is judged. */
  #directives: readonly Directive[] | undefined;

  constructor(exchange: Pick<Facts, 'status' | 'headers' | 'request' | 'nowMs'>) {
    this.status = exchange.status;
    this.headers = exchange.headers;
    this.request = exchange.request;
    this.nowMs = exchange.nowMs;
  }

  /** The response's Cache-Control. */
  get directives(): readonly Directive[] {
    this.#directives ??= directivesOf(this.headers);
    return this.#directives;
  }

  /** The same without an Age. */
  withoutAge(): Facts {
    const { status, headers, request, nowMs } = this;
    return new Facts({ status, headers: { ...headers, age: undefined }, request, nowMs });
  }
}

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
