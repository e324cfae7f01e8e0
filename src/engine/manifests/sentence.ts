import type { ManifestReading } from './reading.ts';

/**
 * What was found, for the outcome's message: `12 URLs found in 3 manifests, 2 of them on other hosts (…); left out: 1 data:;
 * not taken: segments after the first 30 s (120); content steering is not followed`.
 */
export function sentenceOf({
  noun,
  urls,
  manifestCount,
  elsewhere,
  unreadCount,
  barredCount,
  skipped,
  leftOut,
  notes,
}: ManifestReading): string {
  const found = `${counted(urls.length, 'URL')} found in ${counted(manifestCount, noun)}`;
  const away = elsewhere.size === 0 ? '' : `, ${sum(elsewhere)} of them on other hosts (${[...elsewhere.keys()].join(', ')})`;
  const unread = unreadCount === 0 ? '' : `, ${counted(unreadCount, noun)} there not read`;
  const barred = barredCount === 0 ? '' : `, ${counted(barredCount, noun)} that the key may not submit not read`;
  const clauses = [listed('left out', skipped), leftOutOf(leftOut), ...notes].filter((clause) => clause !== '');
  return [`${found}${away}${unread}${barred}`, ...clauses].join('; ');
}

function listed(what: string, counts: ReadonlyMap<string, number>): string {
  return counts.size === 0 ? '' : `${what}: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')}`;
}

/** These are called in the plural. */
function leftOutOf(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0 ? '' : `not taken: ${[...counts].map(([what, count]) => `${what} (${count})`).join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}
