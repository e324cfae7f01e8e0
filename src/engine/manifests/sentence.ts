import type { PlaylistReading } from './reading.ts';

/** What was found, for the outcome's message: `12 URLs found in 3 playlists, 2 of them on other hosts (…)`. */
export function sentenceOf({ urls, playlistCount, elsewhere, unreadCount, skipped }: PlaylistReading): string {
  const found = `${counted(urls.length, 'URL')} found in ${counted(playlistCount, 'playlist')}`;
  const away = elsewhere.size === 0 ? '' : `, ${sum(elsewhere)} of them on other hosts (${[...elsewhere.keys()].join(', ')})`;
  const unread = unreadCount === 0 ? '' : `, ${counted(unreadCount, 'playlist')} there not read`;
  const left = skipped.size === 0 ? '' : `; left out: ${[...skipped].map(([what, count]) => `${count} ${what}`).join(', ')}`;
  return `${found}${away}${unread}${left}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}
