import type { NewTask, NewUrl } from '../../store/store.ts';
import type { Plan } from '../../tasks/plan.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';
import type { ControlDomain, ControlNode } from '../options.ts';

/** The project of all replays. No configured project can be called so, so that no key reaches it and no list shows it. */
export const replayProject = '(replay)';

export type ReplayUrl = { readonly url: string; readonly domain: ControlDomain };

export type ReplayOrder = {
  readonly nodes: readonly ControlNode[];
  readonly urls: readonly ReplayUrl[];
  /** Absent: they are to be pulled. */
  readonly refresh?: RefreshOrder;
};

/** A task that brings these nodes up to date, and no others that serve the same domains. */
export function replayTask({ nodes, urls, refresh }: ReplayOrder, taskId: string, createdAtMs: number): NewTask {
  const domains = [...new Set(urls.map(({ domain }) => domain))];
  const lines = urls.map(({ url, domain }): NewUrl => ({ text: url, domain: domains.indexOf(domain) }));
  return {
    taskId,
    project: replayProject,
    kind: refresh === undefined ? 'prefetch' : 'refresh',
    createdAtMs,
    submittedBy: replayProject,
    plan: planOf(nodes, domains),
    urls: lines,
    isReplay: true,
    ...(refresh !== undefined && { refresh }),
  };
}

function planOf(nodes: readonly ControlNode[], domains: readonly ControlDomain[]): Plan {
  return {
    nodes: nodes.map(({ name, layer }) => ({ name, layer })),
    domains: domains.map(({ name, variants, nodes: serving }) => ({
      name,
      variants,
      nodes: nodes.flatMap((node, place) => (serving.includes(node.name) ? [place] : [])),
    })),
  };
}
