import * as z from 'zod';
import { layers } from '../../tasks/plan.ts';
import { verdicts } from '../../tasks/verdict.ts';
import { reasons } from '../../tasks/outcome.ts';
import { defineAction, projectId } from '../action.ts';
import { bigCountOut, intOut, listOut, statusOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { maxUrlDetails } from '../limits.ts';
import { wireStatuses } from '../status.ts';

const node = z.object({
  Node: textOut('Name of the node.'),
  Layer: z.enum(layers).meta({ description: 'Either mid (a shield, filled first) or edge.' }).optional(),
  Status: statusOut('What this node made of the URL:'),
  Reason: z.enum(reasons).meta({ description: 'Why the node could not; absent while it is not ended, and on success.' }).optional(),
  Message: textOut('The reason in a sentence; after a purge that succeeded, what was done.').optional(),
  HttpStatus: intOut("The node's last status code; absent when none came.").optional(),
  Bytes: bigCountOut('Body bytes of the last attempt of each variant, summed; absent until the node ended.').optional(),
  Attempts: intOut('Requests begun, redirects aside; absent until the node ended.').optional(),
  ElapsedMs: intOut('Milliseconds from the first attempt to the end, without waiting for limits; absent until the node ended.').optional(),
  CacheStatus: textOut("The node's own word on hit or miss, shortened.").optional(),
  Verdict: z
    .enum(verdicts)
    .meta({
      description:
        'Whether the URL is in the cache of this node: hit-proven, stored-likely, uncacheable or unknown; of several variants the worst. Absent where it was not judged.',
    })
    .optional(),
});

const urlDetail = z.object({
  Url: textOut('The URL as it was submitted.'),
  Status: statusOut('The URL over all its nodes:'),
  Progress: intOut('Percent, 0 to 100. Never falls; 100 exactly when Status is success.'),
  FinishTime: timeOut('When the URL ended, 0 until then.'),
  Nodes: listOut(node, 'One entry for each node of the domain.'),
});

const request = z.object({
  ProjectId: projectId(),
  TaskId: fields.text('The task. An unknown one has no URLs, nor has one of another kind.'),
  Offset: fields.natural('How many matching URLs to pass over.').default(0),
  Limit: fields.natural('How many URLs at most.', { max: maxUrlDetails }).default(100),
  Status: fields.oneOf(wireStatuses, 'Only URLs of this status. Default: all.').optional(),
});

const response = z.object({
  TotalCount: intOut('How many URLs of the task match, whatever Offset and Limit.'),
  UrlDetailList: listOut(urlDetail, 'The URLs, in the order of the submit.'),
});

export const prefetchUrlDetails = defineAction({
  name: 'DescribePrefetchUrlDetail',
  summary: 'Tells what each node made of each URL of a prefetch task, in the order of the submit.',
  isQuery: true,
  isExtension: true,
  request,
  response,
});

export const refreshUrlDetails = defineAction({
  name: 'DescribeRefreshUrlDetail',
  summary: 'Tells what each node made of each URL of a refresh task, in the order of the submit.',
  isQuery: true,
  isExtension: true,
  request,
  response,
});
