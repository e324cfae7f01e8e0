import * as z from 'zod';
import { reasons } from '../../tasks/outcome.ts';
import { verdicts } from '../../tasks/verdict.ts';
import { defineAction, projectId } from '../action.ts';
import { flagOut, intOut, listOut, statusOut, textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

const failureNode = z.object({ Node: textOut('Name of the node.'), Count: intOut('How many URLs on it.') });

const failure = z.object({
  Status: statusOut('What became of each of them, failure or unknow:'),
  Reason: z.enum(reasons).meta({ description: 'Why.' }).optional(),
  HttpStatus: intOut("The node's last status code; absent when none came.").optional(),
  Verdict: z.enum(verdicts).meta({ description: 'Whether it is in the cache; absent where that was not judged.' }).optional(),
  Message: textOut('The reason in a sentence, of the first; the others differ in figures at most.').optional(),
  Count: intOut('How many, by URL and node.'),
  UrlCount: intOut('How many URLs.'),
  NodeList: listOut(failureNode, 'On which nodes, those with the most first.'),
  Url: textOut('The first of them, as it was submitted.'),
  Node: textOut('The node of the first.'),
});

export const taskFailures = defineAction({
  name: 'DescribeUcdnTaskFailure',
  summary: 'Tells what failed of a task, or can not be known, so far: grouped by reason, status code and verdict, the most frequent first.',
  isQuery: true,
  isExtension: true,
  request: z.object({ ProjectId: projectId(), TaskId: fields.text('The task, of either kind, whether it has ended or not.') }),
  response: z.object({
    FailureList: listOut(failure, 'The groups, at most 50.'),
    OtherCount: intOut('How many, by URL and node, are in none of the groups, since there are too many kinds.'),
    Complete: flagOut('Whether all of the task was looked at: 200,000 URLs at most are.'),
  }),
});
