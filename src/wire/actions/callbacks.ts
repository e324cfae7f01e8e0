import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { intOut, listOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { maxCallbacks, maxRedelivered } from '../limits.ts';

const states = ['waiting', 'delivered', 'failed', 'dropped'] as const;

const callback = z.object({
  CallbackId: textOut('Names the delivery: one task and one address.'),
  TaskId: textOut('The task that ended.'),
  Url: textOut('The address, without its query.'),
  Status: z.enum(states).meta({
    description:
      'One of: waiting (for its first or next attempt), delivered, failed (given up), dropped (the address is no longer configured).',
  }),
  TaskEndTime: timeOut('When the task ended.'),
  Attempts: intOut('How often it was tried, since it was sent again if it was.'),
  LastTime: timeOut('When it was tried last; absent before the first attempt.').optional(),
  LastCode: intOut('HTTP status of the last answer; absent when there was none.').optional(),
  LastError: textOut('Why the last attempt was no delivery, or why there will be none.').optional(),
  NextTime: timeOut('When it is tried next; absent unless it is waiting.').optional(),
});

export const describeCallbacks = defineAction({
  name: 'DescribeUcdnCallback',
  summary: 'Lists callbacks: which address was told, or is still to be told, that a task has ended. Newest first.',
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    TaskId: fields.texts('Only of these tasks; unknown ones are left out.').optional(),
    Status: fields.oneOf(states, 'Only of this status. Default: all.').optional(),
    Offset: fields.natural('How many matching callbacks to pass over, from the newest.').default(0),
    Limit: fields.natural('How many callbacks at most; 0 gives none.', { max: maxCallbacks }).default(20),
  }),
  response: z.object({
    TotalCount: intOut('How many callbacks match, whatever Offset and Limit.'),
    CallbackList: listOut(callback, 'The callbacks.'),
  }),
});

export const redeliverCallback = defineAction({
  name: 'RedeliverUcdnCallback',
  summary: 'Sends callbacks once more, whatever became of them, with the same webhook-id and a new day of attempts.',
  isQuery: false,
  isExtension: true,
  request: z
    .object({
      ProjectId: projectId(),
      TaskId: fields.text('All callbacks of this task. Either TaskId or CallbackId.N is given.').optional(),
      CallbackId: fields.someTexts('These callbacks.', maxRedelivered).optional(),
    })
    .superRefine(({ TaskId, CallbackId }, context) => {
      if (TaskId === undefined || CallbackId === undefined) return;
      const params = { what: 'beside CallbackId', accepted: 'either TaskId or CallbackId.N' };
      context.addIssue({ code: 'custom', path: ['TaskId'], params });
    }),
  response: z.object({
    RedeliveredList: listOut(z.string(), 'CallbackIds of those that wait again; the addresses of the others are no longer configured.'),
  }),
});
