import type { AskingFindings, CacheFindings, Conclusion, Look, ObjectFindings } from './findings.ts';

/** Whether the URL is kept there: the surest of what was seen. */
export function conclude(
  { first, second, proof, rules }: ObjectFindings,
  cache: CacheFindings,
  asking: AskingFindings['onlyIfCached'],
): Conclusion {
  const { status, body } = (second ?? first).answer;
  if (status >= 400) return { inCache: 'no', because: `the edge answered with status ${status}` };
  if (proof === 'absent') return { inCache: 'no', because: `only-if-cached finds nothing in store, after two GETs${ruledOut(rules)}` };
  if (typeof proof === 'object' && proof.verdict === 'hit-proven') return { inCache: 'proven', because: proof.because };
  if (body === 'cut') return { inCache: 'no', because: 'the body was cut off: the connection ended before it did' };
  if (second === undefined) return byRules(first);
  return bySecond(second, cache.signs.length === 0 && asking !== 'honoured');
}

function ruledOut({ verdict, because }: ObjectFindings['rules']): string {
  return verdict === 'uncacheable' ? `: ${because}` : '';
}

function byRules({ judged }: Look): Conclusion {
  if (judged.verdict === 'hit-proven') return { inCache: 'proven', because: judged.because };
  if (judged.verdict === 'uncacheable') return { inCache: 'no', because: judged.because };
  return { inCache: judged.verdict === 'stored-likely' ? 'likely' : 'unknown', because: `${judged.because}; its body was not read` };
}

/** A second GET of what is stored has to be a hit: whatever the rules allow, one that is not has been fetched again. */
function bySecond({ judged, word }: Look, isNobody: boolean): Conclusion {
  if (judged.verdict === 'hit-proven') return { inCache: 'proven', because: judged.because };
  if (judged.verdict === 'uncacheable') return { inCache: 'no', because: judged.because };
  if (word === undefined && isNobody) return { inCache: 'no', because: 'nothing in its answers says that a cache stands here' };
  if (word !== undefined && (word.is === 'miss' || word.is === 'stored' || word.is === 'not-stored'))
    return { inCache: 'no', because: `the second GET was no hit either (${word.said})` };
  const because = word === undefined ? `${judged.because}; this node does not tell a hit from a miss` : judged.because;
  return { inCache: judged.verdict === 'stored-likely' ? 'likely' : 'unknown', because };
}
