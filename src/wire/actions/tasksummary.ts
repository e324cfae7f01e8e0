import * as z from 'zod';
import { purgeModes, refreshTypes } from '../../tasks/purge.ts';
import { defineAction } from '../action.ts';
import { bigCountOut, flagOut, intOut, listOut, statusOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { maxTaskSummaries } from '../limits.ts';
import { newestFirst, taskSelection, totalCount } from './describetasks.ts';

/** What a task may do. */
const taskTypes = ['prefetch', 'refresh'] as const;

const verdictCounts = z
  .object({
    HitProven: intOut('How many were proven to be in the cache: it answered from its store.'),
    StoredLikely: intOut('How many are in the cache by what it says and by the rules that it follows.'),
    Uncacheable: intOut('How many the cache did not store, or may not use without asking the origin.'),
    Unknown: intOut('How many it can not be told of.'),
  })
  .meta({ description: 'Verdicts summed over URLs and nodes, of those that have ended and were judged; repeated URLs count once.' });

const taskSummary = z.object({
  TaskId: textOut('As the submit answered it.'),
  Type: z.enum(taskTypes).meta({ description: 'What the task does.' }),
  RefreshType: z.enum(refreshTypes).meta({ description: 'What the URLs of a refresh are; absent from a prefetch.' }).optional(),
  RefreshMode: z.enum(purgeModes).meta({ description: 'What a refresh was to do with them; absent from a prefetch.' }).optional(),
  ThenPrefetch: flagOut('Whether a refresh pulls again what it has purged; absent from a prefetch.').optional(),
  Status: statusOut('The task over all its URLs:'),
  CreateTime: timeOut('When the task was created.'),
  StartTime: timeOut('When the first of its URLs began; absent until then.').optional(),
  FinishTime: timeOut('When the last of its URLs ended; absent until then.').optional(),
  Progress: intOut('Percent, 0 to 100: the mean over its URLs. Falls only when a playlist brings more URLs.').optional(),
  Bytes: bigCountOut('Body bytes of what has ended, over URLs and nodes.').optional(),
  FlowingBytes: bigCountOut('Body bytes that came of what is under way; only of a task that is process.').optional(),
  FlowingExpectedBytes: bigCountOut('Lengths of the bodies under way, as far as known; only of a task that is process.').optional(),
  BytesPerSecond: bigCountOut('Over the last 10 seconds; only of a task that is process.').optional(),
  SubmittedBy: textOut('PublicKey of the submit.'),
  Priority: intOut('Urgency, 0 to 9; 9 goes first.'),
  Comment: textOut('As the submit gave it; absent without one.').optional(),
  RetryOf: textOut('The task whose failures this one retries; absent from others.').optional(),
  AfterTaskId: textOut('The task that this one starts after, when that has ended in success; absent from others.').optional(),
  UrlCount: intOut('How many URLs the task has, repetitions counted.'),
  // Named after the statuses, so that a program finds the count of a status by its name.
  WaitCount: intOut('URLs that are wait.'),
  ProcessCount: intOut('URLs that are process.'),
  SuccessCount: intOut('URLs that are success.'),
  FailureCount: intOut('URLs that are failure.'),
  UnknowCount: intOut('URLs that are unknow.'),
  Verdicts: verdictCounts,
  Nodes: listOut(z.string(), 'Names of the nodes of its domains.'),
});

export const taskSummaries = defineAction({
  name: 'DescribeUcdnTaskSummary',
  summary: 'Lists prefetch and refresh tasks with counts instead of URLs, newest first.',
  isQuery: true,
  isExtension: true,
  request: z.object({
    ...taskSelection,
    Type: fields.oneOf(taskTypes, 'Only prefetch or only refresh tasks. Default: both.').optional(),
    Limit: fields.natural('How many tasks at most; 0 gives none.', { max: maxTaskSummaries }).default(20),
    Cursor: fields.text('NextCursor of the page before: tasks that came since then move nothing. Offset counts from there.').optional(),
  }),
  response: z.object({
    TotalCount: totalCount,
    TaskSummaryList: listOut(taskSummary, newestFirst),
    NextCursor: textOut('For the next page, which may hold none; empty after the last.').optional(),
  }),
});
