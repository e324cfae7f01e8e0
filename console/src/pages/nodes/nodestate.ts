import type { Answer } from '../../../../src/client/index.ts';
import type { WireStatus } from '../../../../src/wire/status.ts';

export type Node = Answer<'DescribeUcdnNode'>['NodeList'][number];
export type NodeState = Node['LedgerState'] | 'paused' | 'trouble';

/** The one word that an operator needs first: what keeps users away wins over what keeps us away. */
export function stateOf(node: Node): NodeState {
  if (node.LedgerState !== 'ready') return node.LedgerState;
  if (node.DownReason !== undefined) return 'away';
  if (node.Paused) return 'paused';
  return node.TroubleReason === undefined ? 'ready' : 'trouble';
}

export const shapes: Readonly<Record<NodeState, WireStatus>> = {
  ready: 'success',
  away: 'failure',
  purging: 'process',
  warming: 'process',
  drained: 'wait',
  paused: 'wait',
  trouble: 'unknow',
};

/** Why, in a sentence; undefined for one that is well. */
export function reasonOf(node: Node): string | undefined {
  return node.DownMessage ?? node.TroubleMessage ?? node.LedgerReason;
}

export function sinceOf(node: Node): number {
  return node.DownSince ?? node.TroubleSince ?? node.LedgerSince;
}
