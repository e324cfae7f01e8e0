import { actions } from '../actions.ts';
import { call } from './calls.ts';
import type { Workflow } from './document.ts';
import { output } from './expressions.ts';
import { inputs, parameter } from './inputs.ts';
import { tellWhy, waitFor } from './waiting.ts';

const { PrefetchNewUcdnDomainCache: prefetch, RefreshNewUcdnDomainCache: refresh } = actions;
const refreshId = output('refresh', 'taskId');
const prefetchId = output('prefetch', 'taskId');

export const refreshThenPrefetch: Workflow = {
  workflowId: 'refresh-then-prefetch',
  summary: 'Makes every node forget files, directories or playlists, and then warms URLs.',
  description:
    'Both tasks are submitted at once: the server starts the second when the first has ended in success, also if whoever runs the workflow is gone by then.',
  inputs: inputs(
    {
      clientToken: parameter(refresh, 'ClientToken'),
      type: parameter(refresh, 'Type'),
      refreshUrls: parameter(refresh, 'UrlList'),
      urls: parameter(prefetch, 'UrlList'),
    },
    ['type', 'refreshUrls', 'urls'],
  ),
  steps: [
    call('RefreshNewUcdnDomainCache', {
      stepId: 'refresh',
      description: 'Submits what is to be forgotten.',
      payload: { Type: '$inputs.type', UrlList: '$inputs.refreshUrls', ClientToken: '$inputs.clientToken' },
      outputs: { taskId: '/TaskId' },
    }),
    call('PrefetchNewUcdnDomainCache', {
      stepId: 'prefetch',
      description: 'Submits what is to be warmed once that is forgotten.',
      payload: { UrlList: '$inputs.urls', AfterTaskId: refreshId, ClientToken: `after-{${refreshId}}` },
      outputs: { taskId: '/TaskId' },
    }),
    waitFor('wait', { taskId: prefetchId, otherwise: 'refresh-failure', isLast: true }),
    ...tellWhy('refresh', { action: 'DescribeRefreshUrlDetail', taskId: refreshId, isLast: false }),
    ...tellWhy('prefetch', { action: 'DescribePrefetchUrlDetail', taskId: prefetchId, isLast: true }),
  ],
  outputs: { refreshTaskId: refreshId, prefetchTaskId: prefetchId },
};
