import type { Handler } from '../handler.ts';
import { describeTasks } from './describetasks.ts';

export const describeRefresh: Handler<'DescribeNewUcdnRefreshCacheTask'> = (call) => describeTasks('refresh', call);
