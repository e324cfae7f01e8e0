import type { Finding } from '../finding.ts';
import type { LeftOut } from '../left-out.ts';
import { aboveBitrate, lowestTaken, withinBitrate } from '../selection.ts';
import { childrenOf, type Element } from './mpd.ts';

export type Chosen = { readonly set: Element; readonly representation: Element };

/**
 * The Representations of a Period up to a bitrate. Those of several AdaptationSets stand for each other when they are of one
 * kind, language and role: a set of 4K alone has no lowest of its own that had to be taken.
 */
export function* representationsUpTo(
  period: Element,
  maxBitrate: number | undefined,
  leftOut: LeftOut,
): Generator<Finding, readonly Chosen[]> {
  const groups = new Map<string, { kind: string; members: Chosen[] }>();
  for (const set of childrenOf(period, 'AdaptationSet')) {
    const kind = kindOf(set);
    const key = JSON.stringify([kind, set.attributes['lang'] ?? '', rolesOf(set)]);
    const group = groups.get(key) ?? { kind, members: [] };
    groups.set(key, group);
    for (const representation of childrenOf(set, 'Representation')) group.members.push({ set, representation });
  }
  const chosen: Chosen[] = [];
  for (const { kind, members } of groups.values()) {
    const { taken, lowest } = withinBitrate(members.map(bandwidthOf), maxBitrate);
    if (lowest !== undefined) yield { kind: 'note', text: lowestTaken(`${kind} renditions`, maxBitrate, lowest) };
    const within = members.filter((_member, at) => taken[at]);
    leftOut.add(aboveBitrate(maxBitrate), members.length - within.length);
    for (const member of within) chosen.push(member);
  }
  return chosen;
}

function bandwidthOf({ representation }: Chosen): number | undefined {
  const bandwidth = Number.parseInt(representation.attributes['bandwidth'] ?? '', 10);
  return Number.isNaN(bandwidth) ? undefined : bandwidth;
}

/** `video`, `audio`, `text`, `image`; `other` where nothing says. */
function kindOf(set: Element): string {
  const type = set.attributes['contentType'] ?? set.attributes['mimeType'] ?? childrenOf(set, 'Representation')[0]?.attributes['mimeType'];
  const kind = type?.split('/', 1)[0]?.trim().toLowerCase() ?? '';
  return ['video', 'audio', 'text', 'image'].includes(kind) ? kind : 'other';
}

/** What sets of one kind are told apart by, trick modes among it. */
function rolesOf(set: Element): string[] {
  const roles = childrenOf(set, 'Role').map(({ attributes }) => attributes['value'] ?? '');
  const essential = childrenOf(set, 'EssentialProperty').map(({ attributes }) => attributes['schemeIdUri'] ?? '');
  return [...roles.filter((role) => role !== 'main'), ...essential].sort();
}
