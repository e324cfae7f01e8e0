import type { SightingState } from '../../tasks/look.ts';
import type { EdgeHeaders } from '../headers.ts';
import type { Read } from '../verdict/judge.ts';
import { lastWord } from '../verdict/word.ts';

/** What a 504 to only-if-cached tells, and in which words. */
export type Told = { readonly state: Exclude<SightingState, 'fresh'>; readonly said: string };

/**
 * RFC 9111 has one answer for what was never there and for what has expired, and three of the four caches tell them
 * apart by a header. Measured on each: nginx says EXPIRED or MISS, Squid HIT or MISS; Traffic Server sends a 504
 * only for what is absent. Undefined: it does not tell. Varnish does not.
 */
export function toldByAbsence({ kind, own, facts }: Read): Told | undefined {
  const { headers } = facts;
  switch (kind) {
    case 'nginx':
      return byNginx(headers);
    case 'squid':
      return bySquid(headers);
    case 'trafficserver':
      return own === undefined ? undefined : { state: 'absent', said: own.said };
    default:
      return undefined;
  }
}

function byNginx(headers: EdgeHeaders): Told | undefined {
  const word = lastWord(headers, 'x-cache-status');
  const said = `X-Cache-Status: ${word}`;
  switch (word?.toUpperCase()) {
    case 'EXPIRED':
    case 'STALE':
    case 'UPDATING':
      return { state: 'expired', said };
    case 'MISS':
      return { state: 'absent', said };
    case 'BYPASS':
      return { state: 'unknown', said: `${said}: it was told not to look into its store` };
    default:
      return undefined;
  }
}

function bySquid(headers: EdgeHeaders): Told | undefined {
  const word = lastWord(headers, 'x-cache');
  const [, is] = /^(HIT|MISS|NONE) from \S+$/i.exec(word ?? '') ?? [];
  if (word === undefined || is === undefined) return undefined;
  return { state: is.toUpperCase() === 'HIT' ? 'expired' : 'absent', said: `X-Cache: ${word}` };
}
