import { visible } from '../../format/shorten.ts';
import { formatBytes } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import type { Answer } from '../../../../src/client/index.ts';

export type UrlRow = Answer<'DescribePrefetchUrlDetail'>['UrlDetailList'][number];
export type NodeRow = UrlRow['Nodes'][number];

/** How one cell of the matrix looks; each kind has a shape of its own. `none`: the URL does not go to that node. */
export type CellKind = 'proven' | 'likely' | 'done' | 'failed' | 'unknown' | 'running' | 'waiting' | 'none';

export function kindOf(node: NodeRow | undefined): CellKind {
  if (node === undefined) return 'none';
  switch (node.Status) {
    case 'success':
      return node.Verdict === 'hit-proven' ? 'proven' : node.Verdict === 'stored-likely' ? 'likely' : 'done';
    case 'failure':
      return 'failed';
    case 'unknow':
      return 'unknown';
    case 'process':
      return 'running';
    case 'wait':
      return 'waiting';
  }
}

/** The entries of a row in the order of the task's nodes. They mostly are so already. */
export function inOrder(row: UrlRow, names: readonly string[]): readonly (NodeRow | undefined)[] {
  return names.map((name, index) => {
    const here = row.Nodes[index];
    return here?.Node === name ? here : row.Nodes.find(({ Node }) => Node === name);
  });
}

type Words = (
  key:
    | `common:status.${NodeRow['Status']}`
    | `common:verdict.${NonNullable<NodeRow['Verdict']>}`
    | `common:reason.${NonNullable<NodeRow['Reason']>}`,
) => string;

/** In two or three words: what a node made of a URL. `HTTP 404`, `hit proven`, `timed out`. */
export function shortWord(node: NodeRow, t: Words): string {
  if (node.Status === 'success') return node.Verdict === undefined ? t('common:status.success') : t(`common:verdict.${node.Verdict}`);
  if (node.Status !== 'failure' && node.Status !== 'unknow') return t(`common:status.${node.Status}`);
  return reasonWord(node, t);
}

export function reasonWord({ Status, Reason, HttpStatus }: Pick<NodeRow, 'Status' | 'Reason' | 'HttpStatus'>, t: Words): string {
  if (Reason === 'http_status' && HttpStatus !== undefined) return `HTTP ${HttpStatus}`;
  return Reason === undefined ? t(`common:status.${Status}`) : t(`common:reason.${Reason}`);
}

/** All in one line, for a tooltip. */
export function longWord(node: NodeRow, t: Words): string {
  const parts = [
    `${node.Node}: ${t(`common:status.${node.Status}`)}`,
    node.Verdict !== undefined && t(`common:verdict.${node.Verdict}`),
    node.Reason !== undefined && reasonWord(node, t),
    node.Reason !== 'http_status' && node.HttpStatus !== undefined && `HTTP ${node.HttpStatus}`,
    node.Bytes !== undefined && formatBytes(Number(node.Bytes)),
    node.ElapsedMs !== undefined && formatDuration(node.ElapsedMs),
    node.CacheStatus !== undefined && visible(node.CacheStatus),
    node.Message !== undefined && visible(node.Message),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
