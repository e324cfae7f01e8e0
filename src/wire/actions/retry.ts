import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

export const retryTask = defineAction({
  name: 'RetryUcdnCacheTask',
  summary:
    'Submits a new task of those URLs of a task that are failure or unknow, each on those nodes only that do not have it. It counts in no quota.',
  isQuery: false,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    TaskId: fields.text('The task, of either kind. Of one that has not ended: what has failed so far.'),
  }),
  response: z.object({ TaskId: textOut('Names the new task; its RetryOf is the old one.') }),
});
