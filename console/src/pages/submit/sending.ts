import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../../../src/client/index.ts';
import { useSession } from '../../session/session.tsx';
import { batchesOf, submit, type Order } from './order.ts';

export type DryRunNode = {
  name: string;
  layer: string;
  urls: number;
  objects: number;
  /** Of what is known; undefined where sizes are not asked for. */
  sizeBytes?: number;
  unsized: number;
  /** Why of the first. */
  unsizedBecause?: string;
};
export type DryRun = { nodes: readonly DryRunNode[]; manifests: number };

export type Sending = {
  isBusy: boolean;
  /** Submits that have been answered, of all. */
  done: number;
  all: number;
  taskIds: readonly string[];
  error: Error | undefined;
  dryRun: DryRun | undefined;
  try(urls: readonly string[], order: Order): Promise<void>;
  send(urls: readonly string[], order: Order): Promise<void>;
  /** The list or the order has changed: what was tried or sent speaks of another one. */
  forget(): void;
};

type State = Pick<Sending, 'isBusy' | 'done' | 'all' | 'taskIds' | 'error' | 'dryRun'> & { token: string };

const fresh = (): State => ({
  isBusy: false,
  done: 0,
  all: 0,
  taskIds: [],
  error: undefined,
  dryRun: undefined,
  token: crypto.randomUUID(),
});

/** Sends a list, submit by submit. After a fault, sending again goes on where it stopped: each submit has a token of its own. */
export function useSending(): Sending {
  const { client } = useSession();
  const queries = useQueryClient();
  const [state, setState] = useState(fresh);
  const change = (changes: Partial<State>) => setState((before) => ({ ...before, ...changes }));

  const run = async (urls: readonly string[], order: Order, each: (batch: string[], place: number) => Promise<void>) => {
    const batches = batchesOf(urls, order);
    change({ isBusy: true, error: undefined, done: 0, all: batches.length });
    try {
      for (const [place, batch] of batches.entries()) {
        await each(batch, place);
        change({ done: place + 1 });
      }
      change({ isBusy: false });
    } catch (error) {
      change({ isBusy: false, error: error instanceof Error ? error : new Error(String(error)) });
    }
  };

  return {
    ...state,
    async try(urls, order) {
      const nodes = new Map<string, DryRunNode>();
      let manifests = 0;
      await run(urls, order, async (batch) => {
        const { DryRunList = [], ManifestUrlCount = 0 } = await submit(client, order, batch, { dryRun: true });
        manifests += ManifestUrlCount;
        for (const node of DryRunList) nodes.set(node.Node, summed(nodes.get(node.Node), node));
        change({ dryRun: { nodes: [...nodes.values()], manifests } });
      });
    },
    async send(urls, order) {
      const taskIds: string[] = [];
      await run(urls, order, async (batch, place) => {
        const { TaskId } = await submit(client, order, batch, { token: `${state.token}-${place}` });
        taskIds.push(TaskId);
        change({ taskIds: [...taskIds] });
      });
      void queries.invalidateQueries();
    },
    forget: () => setState(fresh()),
  };
}

type Answered = NonNullable<Answer<'PrefetchNewUcdnDomainCache'>['DryRunList']>[number];

function summed(before: DryRunNode | undefined, node: Answered): DryRunNode {
  const because = before?.unsizedBecause ?? node.UnsizedBecause;
  const sizeBytes = node.SizeBytes === undefined ? before?.sizeBytes : (before?.sizeBytes ?? 0) + Number(node.SizeBytes);
  return {
    name: node.Node,
    layer: node.Layer,
    urls: node.UrlCount + (before?.urls ?? 0),
    objects: node.ObjectCount + (before?.objects ?? 0),
    ...(sizeBytes !== undefined && { sizeBytes }),
    unsized: (node.UnsizedCount ?? 0) + (before?.unsized ?? 0),
    ...(because !== undefined && { unsizedBecause: because }),
  };
}
