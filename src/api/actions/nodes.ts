import type { NodeView } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';
import type { Handler } from '../handler.ts';
import { ledgerFields } from './ledger.ts';
import { Reach } from './reach.ts';

type NodeFields = Answer<'DescribeUcdnNode'>['NodeList'][number];

export const describeNodes: Handler<'DescribeUcdnNode'> = async ({ key, control }) => {
  const pauses = await control.pauses();
  const everythingPaused = pauses.some((pause) => pause.kind === 'all');
  const pausedNodes = new Set(pauses.flatMap((pause) => (pause.kind === 'node' ? [pause.name] : [])));
  const nodes = new Reach(key, control).nodes();
  return { NodeList: nodes.map((node) => nodeFields(node, everythingPaused || pausedNodes.has(node.name))) };
};

function nodeFields(node: NodeView, paused: boolean): NodeFields {
  const { name, layer, region, cache, addresses, concurrency, domains, load, ledger } = node;
  const { trouble, down } = load;
  return {
    Name: name,
    Layer: layer,
    ...(region !== undefined && { Region: region }),
    Cache: cache,
    ...(addresses.http !== undefined && { HttpAddress: addresses.http }),
    ...(addresses.https !== undefined && { HttpsAddress: addresses.https }),
    Concurrency: concurrency,
    Domains: [...domains],
    InFlight: load.inFlight,
    Waiting: load.waiting,
    Succeeded: String(load.succeeded),
    Failed: String(load.failed),
    Bytes: String(load.bodyBytes),
    Paused: paused,
    ...(trouble !== undefined && {
      TroubleReason: trouble.reason,
      TroubleMessage: trouble.message,
      TroubleSince: Math.floor(trouble.sinceMs / 1000),
    }),
    ...(down !== undefined && {
      DownReason: down.reason,
      DownMessage: down.message,
      DownSince: Math.floor(down.sinceMs / 1000),
    }),
    ...ledgerFields(ledger),
  };
}
