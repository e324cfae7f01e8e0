import { identify, signsOf, type Sign } from '../edge/identify.ts';
import type { Answer } from './exchange.ts';
import type { CacheFindings, ObjectFindings } from './findings.ts';

/** What it answered by itself comes first: there no cache behind it can have spoken. */
export function cacheOf(answers: readonly Answer[]): CacheFindings {
  for (const { headers } of answers) {
    const name = identify(headers);
    if (name !== undefined) return { name, signs: signsOf(headers) };
  }
  const all = new Map(answers.flatMap(({ headers }) => signsOf(headers)).map((sign): [string, Sign] => [sign.cache, sign]));
  return { signs: [...all.values()] };
}

export function answersOf({ first, second }: ObjectFindings): Answer[] {
  return [first.answer, ...(second === undefined ? [] : [second.answer])];
}
