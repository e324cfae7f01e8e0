import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { ledgerFields } from './ledger.ts';

const parts = {
  isQuery: false,
  isExtension: true,
  request: z.object({ ProjectId: projectId(), Node: fields.text('Name of the node.') }),
  response: z.object({ Node: textOut('Name of the node.'), ...ledgerFields }),
};

export const drainNode = defineAction({
  ...parts,
  name: 'DrainUcdnNode',
  summary: 'Stops fetches through a node and calls it not ready, until UndrainUcdnNode; purges go on. Lasts over restarts.',
});

export const undrainNode = defineAction({
  ...parts,
  name: 'UndrainUcdnNode',
  summary: 'Ends that: what waited is fetched, and the node is ready once it is up to date.',
});
