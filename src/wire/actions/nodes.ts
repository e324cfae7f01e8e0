import * as z from 'zod';
import { reasons } from '../../tasks/outcome.ts';
import { layers } from '../../tasks/plan.ts';
import { defineAction, projectId } from '../action.ts';
import { bigCountOut, flagOut, intOut, listOut, textOut, timeOut } from '../answerfields.ts';
import { ledgerFields } from './ledger.ts';

const node = z.object({
  Name: textOut('Name of the node.'),
  Layer: z.enum(layers).meta({ description: 'Either mid (a shield, filled first) or edge.' }),
  Region: textOut('Region of the node; absent when the configuration gives none.').optional(),
  Cache: textOut('What cache it is: nginx, varnish, trafficserver, squid or auto.'),
  HttpAddress: textOut('Where http URLs are pulled from.').optional(),
  HttpsAddress: textOut('Where https URLs are pulled from.').optional(),
  Concurrency: intOut('Fetches that may run at once.'),
  Domains: listOut(z.string(), 'Domains that are pulled through it.'),
  InFlight: intOut('Fetches that run now.'),
  Waiting: intOut('URLs handed to the engine that wait for a slot, a limit, a pause, a retry, or for the node to come back.'),
  Succeeded: bigCountOut("Fetches that succeeded since the engine's start."),
  Failed: bigCountOut("Fetches that failed since the engine's start."),
  Bytes: bigCountOut("Body bytes received since the engine's start."),
  Paused: flagOut('Whether new fetches are stopped, by a pause of this node or of everything.'),
  TroubleReason: z
    .enum(reasons)
    .meta({ description: 'Why the node could not be reached or read at last; absent when the last fetch could.' })
    .optional(),
  TroubleMessage: textOut('The reason in a sentence.').optional(),
  TroubleSince: timeOut('Since when.').optional(),
  DownReason: z
    .enum(reasons)
    .meta({ description: 'Why the node is taken to be down, so that nothing but a knock is sent to it; absent when it is not.' })
    .optional(),
  DownMessage: textOut('That reason in a sentence.').optional(),
  DownSince: timeOut('Since when.').optional(),
  ...ledgerFields,
});

export const describeNodes = defineAction({
  name: 'DescribeUcdnNode',
  summary: 'Lists the nodes with what they are doing.',
  isQuery: true,
  isExtension: true,
  request: z.object({ ProjectId: projectId() }),
  response: z.object({ NodeList: listOut(node, 'The nodes, in the order of the configuration.') }),
});
