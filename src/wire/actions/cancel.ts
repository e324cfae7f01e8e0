import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { listOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { maxCancelledTasks } from '../limits.ts';

export const cancelTask = defineAction({
  name: 'CancelUcdnCacheTask',
  summary:
    'Ends tasks of either kind: running fetches stop within a second, and what had not ended is failure, reason cancelled. What had ended stays as it is.',
  isQuery: false,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    TaskId: fields.someTexts('The tasks. If one is not there, none is cancelled.', maxCancelledTasks),
  }),
  response: z.object({
    CancelledList: listOut(z.string(), 'TaskIds of those that were ended by this call; the others had ended before, which is no fault.'),
  }),
});
