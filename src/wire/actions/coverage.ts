import * as z from 'zod';
import { layers } from '../../tasks/plan.ts';
import { defineAction, projectId } from '../action.ts';
import { intOut, listOut, textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { maxCoverageLines } from '../limits.ts';
import { sightingFields, variantOut } from './sighting.ts';

const node = z.object({
  Node: textOut('Name of the node.'),
  Layer: z.enum(layers).meta({ description: 'Either mid (a shield, filled first) or edge.' }),
  Fresh: intOut('How many are there: the next visitor gets them, and nobody is asked.'),
  Expired: intOut('How many are there, but past their time.'),
  Absent: intOut('How many are not there.'),
  Unknown: intOut('How many could not be asked for, or not without harm.'),
  UnknownBecause: textOut('Why not, of the first of them; absent when there is none.').optional(),
});

const missing = z.object({
  Url: textOut('The URL as it is sent.'),
  Node: textOut('Name of the node.'),
  Variant: variantOut(),
  ...sightingFields,
});

export const taskCoverage = defineAction({
  name: 'CheckUcdnTaskCoverage',
  summary: 'Asks the nodes of a task again what they have of its URLs, without filling them; page by Offset and NextOffset.',
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    TaskId: fields.text('The task, of either kind.'),
    Offset: fields.natural('How many lines of the task to pass over; the NextOffset of the last answer.').default(0),
    Limit: fields.natural('How many lines at most.', { min: 1, max: maxCoverageLines }).default(100),
  }),
  response: z.object({
    TotalCount: intOut('How many lines the task has. Add up the answers until NextOffset is as much.'),
    NextOffset: intOut('Where to go on: it may lie before Offset + Limit, where nodes were slow to answer.'),
    UrlCount: intOut('How many URLs were asked for. Directories, and lines that repeat an earlier one, are not.'),
    NodeList: listOut(node, 'The nodes of the task, with each variant of each URL counted.'),
    MissingList: listOut(missing, 'What is expired or absent: by URL, then by node; 1000 at most.'),
    MissingLeftOut: intOut('How many more are missing than MissingList has.'),
  }),
});
