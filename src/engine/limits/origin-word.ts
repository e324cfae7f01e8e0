import type { EdgeHeaders } from '../../edge/headers.ts';
import { wordOf } from '../../edge/verdict/judge.ts';
import type { EngineNode } from '../options.ts';

/**
 * Whether a cache says that it went further for what it answered, so that the time that took is its origin's. What says
 * nothing is none: it might have been a hit, and a run of hits before a run of misses would look like an origin in trouble.
 */
export function wentFurther(cache: EngineNode['cache'], status: number, headers: EdgeHeaders): boolean {
  const word = wordOf({ cache, status, headers, request: {}, nowMs: 0 });
  return word !== undefined && (word.is === 'miss' || word.is === 'stored' || word.is === 'not-stored' || word.is === 'bypass');
}
