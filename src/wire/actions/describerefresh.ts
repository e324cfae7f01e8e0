import * as z from 'zod';
import { refreshTypes } from '../../tasks/purge.ts';
import { defineAction } from '../action.ts';
import { listOut } from '../answerfields.ts';
import { describeRequest, newestFirst, taskInfo, totalCount } from './describetasks.ts';

const refreshInfo = taskInfo.extend({ Type: z.enum(refreshTypes).meta({ description: 'As the submit said it: file, dir or m3u8.' }) });

export const describeRefresh = defineAction({
  name: 'DescribeNewUcdnRefreshCacheTask',
  summary: 'Tells the progress of refresh tasks and of each of their URLs, newest task first.',
  isQuery: true,
  isExtension: false,
  request: describeRequest,
  response: z.object({ TotalCount: totalCount, TaskList: listOut(refreshInfo, newestFirst) }),
});
