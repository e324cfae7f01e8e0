import { parseList, Token } from 'structured-headers';
import { joined } from '../headers.ts';
import type { Facts } from './facts.ts';
import type { Word } from './word.ts';

/** Cache-Status (RFC 9211): the last member is the cache nearest to us. A header that is no such list counts as absent. */
export function standardWord({ headers }: Facts): Word | undefined {
  const text = joined(headers, 'cache-status');
  const member = text === undefined || text.length > maxLength ? undefined : lastMember(text);
  if (text === undefined || member === undefined) return undefined;
  const said = `Cache-Status: ${text
    .slice(text.lastIndexOf(',') + 1)
    .trim()
    .slice(0, 120)}`;
  const ttl = member.get('ttl');
  const stored = member.get('stored');
  const forward = member.get('fwd');
  if (member.get('hit') === true) return { is: typeof ttl === 'number' && ttl <= 0 ? 'stale' : 'hit', said };
  if (typeof stored === 'boolean') return { is: stored ? 'stored' : 'not-stored', said };
  if (!(forward instanceof Token)) return undefined;
  return { is: forward.toString() === 'bypass' ? 'bypass' : 'miss', said };
}

const maxLength = 4096;

function lastMember(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    return parseList(text).at(-1)?.[1];
  } catch {
    return undefined;
  }
}
