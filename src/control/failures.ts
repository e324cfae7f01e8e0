import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import type { Outcome } from '../tasks/outcome.ts';

export type TaskFailures = {
  /** The largest first; at most `maxGroups`. */
  groups: readonly FailureGroup[];
  /** Outcomes, by URL and node, that are in no group because there were too many kinds of them. */
  otherOutcomes: number;
  /** Lines that were looked at; there may be more when it is `maxLines`. */
  lines: number;
  isWhole: boolean;
};

/** Outcomes of one kind: for the same reason, in the same words but for their figures. */
export type FailureGroup = {
  status: 'failed' | 'unknown';
  reason?: Outcome['reason'];
  httpStatus?: number;
  verdict?: Outcome['verdict'];
  /** Of the first of them. */
  message?: string;
  /** By URL and node. */
  outcomes: number;
  urls: number;
  /** How many on each node, those with the most first. */
  nodes: readonly { node: string; outcomes: number }[];
  /** The first of them. */
  url: string;
  node: string;
};

export const maxGroups = 50;
export const maxLines = 200_000;
/** On forty nodes some 20 ms of unpacking. */
const linesPerRead = 100;

type Growing = { readonly group: Omit<FailureGroup, 'nodes'>; readonly byNode: Map<string, number>; lastLine: number };

/** Groups what failed of a task, or can't be known, so far. Reads at most `maxLines` lines, in short steps, and keeps no line. */
export async function taskFailures(store: Pick<Store, 'readTroubled'>, task: number): Promise<TaskFailures> {
  const groups = new Map<string, Growing>();
  const words = new Words();
  let otherOutcomes = 0;
  let lines = 0;
  for (let after = 0; lines < maxLines;) {
    const read = await store.readTroubled(task, after, linesPerRead);
    for (const { id, text, nodes } of read) {
      for (const { node, outcome } of nodes) {
        if (outcome === undefined || outcome.status === 'succeeded') continue;
        if (!count(groups, words, { id, url: text, node, outcome, status: outcome.status })) otherOutcomes += 1;
      }
    }
    lines += read.length;
    const last = read.at(-1);
    if (last === undefined || read.length < linesPerRead) return { groups: sorted(groups), otherOutcomes, lines, isWhole: true };
    after = last.id;
    await setImmediate();
  }
  return { groups: sorted(groups), otherOutcomes, lines, isWhole: false };
}

type Found = { id: number; url: string; node: string; outcome: Outcome; status: 'failed' | 'unknown' };

/** False when it is of one kind too many. */
function count(groups: Map<string, Growing>, words: Words, { id, url, node, outcome, status }: Found): boolean {
  const { reason, httpStatus, verdict, message } = outcome;
  const key = `${status} ${reason} ${httpStatus} ${verdict} ${message === undefined ? '' : words.of(message)}`;
  let growing = groups.get(key);
  if (growing === undefined) {
    if (groups.size >= maxGroups) return false;
    const group = {
      status,
      ...(reason !== undefined && { reason }),
      ...(httpStatus !== undefined && { httpStatus }),
      ...(verdict !== undefined && { verdict }),
      ...(message !== undefined && { message }),
      outcomes: 0,
      urls: 0,
      url,
      node,
    };
    growing = { group, byNode: new Map(), lastLine: 0 };
    groups.set(key, growing);
  }
  const { group, byNode } = growing;
  group.outcomes += 1;
  if (growing.lastLine !== id) group.urls += 1;
  growing.lastLine = id;
  byNode.set(node, (byNode.get(node) ?? 0) + 1);
  return true;
}

/** Messages without their figures: bytes and milliseconds differ from URL to URL where all else is the same. Most come again and again. */
class Words {
  readonly #known = new Map<string, string>();

  of(message: string): string {
    const known = this.#known.get(message) ?? message.replaceAll(/\d+/g, '#');
    if (this.#known.size < 1000) this.#known.set(message, known);
    return known;
  }
}

function sorted(groups: ReadonlyMap<string, Growing>): FailureGroup[] {
  return [...groups.values()]
    .sort((a, b) => b.group.outcomes - a.group.outcomes)
    .map(({ group, byNode }) => {
      const nodes = [...byNode].map(([node, outcomes]) => ({ node, outcomes })).sort((a, b) => b.outcomes - a.outcomes);
      return Object.assign(group, { nodes });
    });
}
