import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { ledgerFields } from './ledger.ts';

export const resyncNode = defineAction({
  name: 'ResyncUcdnNode',
  summary: 'Has a node forget all that is remembered as purged and get all that it should hold; until then it is not ready.',
  isQuery: false,
  isExtension: true,
  request: z.object({ ProjectId: projectId(), Node: fields.text('Name of the node.') }),
  response: z.object({ Node: textOut('Name of the node.'), ...ledgerFields }),
});
