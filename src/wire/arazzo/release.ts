import { actions, type Answer } from '../actions.ts';
import { maxCoverageLines } from '../limits.ts';
import { call } from './calls.ts';
import type { Criterion, Step, Workflow } from './document.ts';
import { answered, output, retCode } from './expressions.ts';
import { inputs, parameter } from './inputs.ts';
import { never, tellWhy, waitFor } from './waiting.ts';

const refresh = actions.RefreshNewUcdnDomainCache;
const taskId = output('submit', 'taskId');
const putBackId = output('put-back', 'taskId');

/** Of some node something is not there, past its time, or can't be told. */
const notCovered = anyOf(['Absent', 'Expired', 'Unknown']);
const isWhole = `${answered('CheckUcdnTaskCoverage', '/NextOffset')} == ${answered('CheckUcdnTaskCoverage', '/TotalCount')}`;

const callBack: Step = {
  stepId: 'call-back',
  description:
    'Tells whoever released that it failed. Goes on when the old files are back at the origin, which is what an answer of 2xx says.',
  operationId: '$sourceDescriptions.hook.rollBack',
  parameters: [{ reference: '$components.parameters.hookAuthorization' }],
  requestBody: { contentType: 'application/json', payload: { TaskId: taskId, UrlList: '$inputs.urls' } },
  successCriteria: [{ condition: '$statusCode >= 200 && $statusCode < 300' }],
};

export const release: Workflow = {
  workflowId: 'release',
  summary: 'Makes every node forget files and warms them with their new content, verifies that, and else rolls back.',
  description:
    'Files are verified by asking every node what it has. If that is not everything, or the task failed, the workflow calls `hook` (see its OpenAPI document: the server is yours), whose business it is to put the old files back at the origin, refreshes and warms them again, and ends as a failure either way.',
  inputs: inputs(
    {
      urls: parameter(refresh, 'UrlList'),
      clientToken: parameter(refresh, 'ClientToken'),
      hookAuthorization: { type: 'string', format: 'password', description: 'The Authorization header of the call to the hook.' },
    },
    ['urls', 'hookAuthorization'],
  ),
  steps: [
    call('RefreshNewUcdnDomainCache', {
      stepId: 'submit',
      description: 'Submits the files to be forgotten and pulled again, as one task: no old body survives it.',
      payload: { Type: 'file', UrlList: '$inputs.urls', Prefetch: true, ClientToken: '$inputs.clientToken' },
      outputs: { taskId: '/TaskId' },
    }),
    waitFor('wait', { taskId, otherwise: 'stop' }),
    call('CheckUcdnTaskCoverage', {
      stepId: 'verify',
      description: 'Asks every node what it has of the files now.',
      payload: { TaskId: taskId, Limit: maxCoverageLines },
      criteria: [{ condition: isWhole }],
      onSuccess: [
        { name: 'not-covered', type: 'goto', stepId: 'stop', criteria: [notCovered] },
        { name: 'released', type: 'end' },
      ],
      onFailure: [
        {
          name: 'slow-nodes',
          type: 'retry',
          retryAfter: 5,
          retryLimit: 5,
          criteria: [{ condition: `${retCode} == 0` }],
        },
        { name: 'not-verified', type: 'goto', stepId: 'stop' },
      ],
    }),
    call('CancelUcdnCacheTask', {
      stepId: 'stop',
      description: 'A task that has not ended in time goes no further; one that has ended stays as it is.',
      payload: { TaskId: [taskId] },
    }),
    callBack,
    call('RefreshNewUcdnDomainCache', {
      stepId: 'put-back',
      description: 'The old files are at the origin again: every node forgets the new ones and is warmed with the old ones.',
      payload: {
        Type: 'file',
        UrlList: '$inputs.urls',
        Prefetch: true,
        ClientToken: `back-{${taskId}}`,
        Comment: `rolls back {${taskId}}`,
      },
      outputs: { taskId: '/TaskId' },
    }),
    waitFor('wait-for-put-back', { taskId: putBackId, otherwise: 'put-back-failure' }),
    call('DescribeRefreshUrlDetail', {
      stepId: 'rolled-back',
      description: 'Lists what each node made of the release. It always fails: a release that was rolled back is none.',
      payload: { TaskId: taskId, Limit: 100 },
      criteria: [never],
    }),
    ...tellWhy('put-back', { action: 'DescribeRefreshUrlDetail', taskId: putBackId, isLast: true }),
  ],
  outputs: { taskId },
};

/** Some node has more than none of these. Runners differ in what `$` is, the answer or a list of it: `..` finds both. */
function anyOf(counts: readonly (keyof NodeCoverage)[]): Criterion {
  const list: keyof Answer<'CheckUcdnTaskCoverage'> = 'NodeList';
  const condition = `$..${list}[?(${counts.map((name) => `@.${name} > 0`).join(' || ')})]`;
  return { context: '$response.body', type: 'jsonpath', condition };
}
type NodeCoverage = Answer<'CheckUcdnTaskCoverage'>['NodeList'][number];
