import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { intOut, listOut, statusOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { maxTaskSummaries } from '../limits.ts';
import { wireStatuses } from '../status.ts';

const taskSummary = z.object({
  TaskId: textOut('As the submit answered it.'),
  Type: z.enum(['prefetch']).meta({ description: 'What the task does.' }),
  Status: statusOut('The task over all its URLs:'),
  CreateTime: timeOut('When the task was created.'),
  SubmittedBy: textOut('PublicKey of the submit.'),
  UrlCount: intOut('How many URLs the task has, repetitions counted.'),
  // Named after the statuses, so that a program finds the count of a status by its name.
  WaitCount: intOut('URLs that are wait.'),
  ProcessCount: intOut('URLs that are process.'),
  SuccessCount: intOut('URLs that are success.'),
  FailureCount: intOut('URLs that are failure.'),
  UnknowCount: intOut('URLs that are unknow.'),
  Nodes: listOut(z.string(), 'Names of the nodes that the task pulls through.'),
});

export const taskSummaries = defineAction({
  name: 'DescribeUcdnTaskSummary',
  summary: 'Lists tasks with counts instead of URLs, newest first.',
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    TaskId: fields.texts('Only these tasks; unknown ones are left out. With TaskId.N and no times there is no time window.').optional(),
    BeginTime: fields.time('Tasks created at this time or later. Required when EndTime is given. Default: EndTime less 86,400.').optional(),
    EndTime: fields.time('Tasks created at this time or earlier. Default: now. Give it to page stably.').optional(),
    Status: fields.oneOf(wireStatuses, 'Only tasks of this status. Default: all.').optional(),
    Offset: fields.natural('How many matching tasks to pass over, from the newest.').default(0),
    Limit: fields.natural('How many tasks at most; 0 gives none.', { max: maxTaskSummaries }).default(20),
  }),
  response: z.object({
    TotalCount: intOut('How many tasks match, whatever Offset and Limit.'),
    TaskSummaryList: listOut(taskSummary, 'The tasks, newest first (by CreateTime, then TaskId).'),
  }),
});
