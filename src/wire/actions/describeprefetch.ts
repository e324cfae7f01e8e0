import * as z from 'zod';
import { defineAction } from '../action.ts';
import { listOut } from '../answerfields.ts';
import { describeRequest, newestFirst, taskInfo, totalCount } from './describetasks.ts';

export const describePrefetch = defineAction({
  name: 'DescribeNewUcdnPrefetchCacheTask',
  summary: 'Tells the progress of prefetch tasks and of each of their URLs, newest task first.',
  isQuery: true,
  isExtension: false,
  request: describeRequest,
  response: z.object({ TotalCount: totalCount, TaskList: listOut(taskInfo, newestFirst) }),
});
