import type { Outcome } from '../tasks/outcome.ts';
import type { PurgeItem, Report, WorkUrl } from '../tasks/work.ts';
import { foundReports, type PlaylistReader } from './manifests/playlist-reader.ts';
import { sentenceOf } from './manifests/sentence.ts';
import type { NodeState } from './node.ts';
import { subjectOf } from './subject.ts';

/** A playlist that was purged is read anew, and what it names reported, before its URL ends. */
export async function afterPurge(
  purged: { item: PurgeItem; source: WorkUrl; node: NodeState; outcome: Outcome },
  playlists: PlaylistReader,
  report: (report: Report) => void,
): Promise<Outcome> {
  const { item, source, node, outcome } = purged;
  if (item.readsPlaylist !== true || outcome.status !== 'succeeded' || node.served === undefined) return outcome;
  const reading = await playlists.read(item, source, node.served);
  for (const found of foundReports(subjectOf(item, source), reading)) report(found);
  const message = `${outcome.message ?? ''}; ${sentenceOf(reading)}`;
  return reading.fault === undefined ? { ...outcome, message } : { ...outcome, status: 'failed', ...reading.fault };
}
