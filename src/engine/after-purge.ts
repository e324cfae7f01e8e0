import type { Outcome } from '../tasks/outcome.ts';
import type { PurgeItem, Report, WorkUrl } from '../tasks/work.ts';
import type { WayToNode } from './manifests/fetch-text.ts';
import { foundReports, type PlaylistReader } from './manifests/playlist-reader.ts';
import { sentenceOf } from './manifests/sentence.ts';
import { subjectOf } from './subject.ts';

export type Purged = { item: PurgeItem; source: WorkUrl; outcome: Outcome; wayTo: WayToNode };

/** A playlist that was purged is read anew, and what it names reported, before its URL ends. */
export async function afterPurge(
  { item, source, outcome, wayTo }: Purged,
  playlists: PlaylistReader,
  report: (report: Report) => void,
): Promise<Outcome> {
  if (item.readsPlaylist !== true || outcome.status !== 'succeeded') return outcome;
  const reading = await playlists.read(item, source, wayTo);
  for (const found of foundReports(subjectOf(item, source), reading)) report(found);
  const { fault } = reading;
  const message = [outcome.message ?? 'purged', ...(fault === undefined ? [] : [fault.message]), sentenceOf(reading)].join('; ');
  if (fault === undefined) return { ...outcome, message };
  return { ...outcome, ...fault, status: fault.reason === 'removed' ? 'unknown' : 'failed', message };
}
