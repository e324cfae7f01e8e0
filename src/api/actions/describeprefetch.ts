import type { Handler } from '../handler.ts';
import { describeTasks } from './describetasks.ts';

export const describePrefetch: Handler<'DescribeNewUcdnPrefetchCacheTask'> = (call) => describeTasks('prefetch', call);
