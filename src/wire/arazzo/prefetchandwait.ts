import { actions } from '../actions.ts';
import { call } from './calls.ts';
import type { Workflow } from './document.ts';
import { output } from './expressions.ts';
import { inputs, parameter } from './inputs.ts';
import { tellWhy, waitFor } from './waiting.ts';

const prefetch = actions.PrefetchNewUcdnDomainCache;
const taskId = output('submit', 'taskId');

export const prefetchAndWait: Workflow = {
  workflowId: 'prefetch-and-wait',
  summary: 'Warms URLs on every node, and succeeds when all have all.',
  description: 'Otherwise it fails, and its last step lists the URLs with the reason of each node.',
  inputs: inputs({ urls: parameter(prefetch, 'UrlList'), clientToken: parameter(prefetch, 'ClientToken') }, ['urls']),
  steps: [
    call('PrefetchNewUcdnDomainCache', {
      stepId: 'submit',
      description: 'Submits the URLs as one task.',
      payload: { UrlList: '$inputs.urls', ClientToken: '$inputs.clientToken' },
      outputs: { taskId: '/TaskId' },
    }),
    waitFor('wait', { taskId, otherwise: 'why-failure', isLast: true }),
    ...tellWhy('why', { action: 'DescribePrefetchUrlDetail', taskId, isLast: true }),
  ],
  outputs: { taskId },
};
