import { hash } from 'node:crypto';
import type { RepeatGuard, SubmitRequest } from '../../control/control.ts';
import { defaultPriority } from '../../tasks/priority.ts';
import { apiError } from '../../wire/apierror.ts';
import type { Call } from '../handler.ts';
import { taskNamed } from './taskof.ts';

type SubmitCall = Call<'PrefetchNewUcdnDomainCache'> | Call<'RefreshNewUcdnDomainCache'>;

/** What a submit says beside its URLs, as control takes it. */
export async function optionsOf(
  call: SubmitCall,
): Promise<Pick<SubmitRequest, 'priority' | 'comment' | 'after' | 'selection' | 'headers'>> {
  const {
    Priority: priority,
    Comment: comment,
    AfterTaskId,
    Nodes: names,
    NodeRegion: region,
    NodeLayer: layer,
    Header: headers,
  } = call.request;
  refusePriorityAbove(call);
  const after = AfterTaskId === undefined ? undefined : await taskNamed(call, AfterTaskId, 'AfterTaskId');
  const isSelected = names !== undefined || region !== undefined || layer !== undefined;
  const selection = { ...(names && { names }), ...(region !== undefined && { region }), ...(layer !== undefined && { layer }) };
  return {
    ...(priority !== undefined && { priority }),
    ...(comment !== undefined && { comment }),
    ...(after !== undefined && { after: { task: after.task, taskId: after.taskId } }),
    ...(isSelected && { selection }),
    ...(headers !== undefined && { headers }),
  };
}

const tokenWindowMs = 86_400_000;

/** The guard of a submit that its caller has named. Undefined where it has not. By what was understood, so that any encoding is the same. */
export function tokenGuard({ action, request, key, project }: SubmitCall): RepeatGuard | undefined {
  const { ClientToken: token, ProjectId: _project, UrlList, ...others } = request;
  if (token === undefined) return undefined;
  const digest = (value: unknown): string => hash('sha256', JSON.stringify(value));
  return {
    fingerprint: digest(['token', key.lastingKey, project, token]),
    windowMs: tokenWindowMs,
    body: digest([action, UrlList.map(({ text }) => text), others]),
  };
}

function refusePriorityAbove({ key: { maxPriority }, request: { Priority = defaultPriority } }: SubmitCall): void {
  if (Priority <= maxPriority) return;
  throw apiError('notPermitted', { detail: `Priority is ${Priority} here; this key may submit with Priority ${maxPriority} at most` });
}
