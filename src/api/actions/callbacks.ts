import type { Delivery } from '../../control/callbacks/callbacks.ts';
import type { Answer } from '../../wire/actions.ts';
import { badParam, missingParam } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import type { Call, Handler } from '../handler.ts';
import { taskToChange } from './taskof.ts';

/** More than one task has: as many as addresses are configured. */
const all = { offset: 0, limit: 1_000_000 };

export const describeCallbacks: Handler<'DescribeUcdnCallback'> = async ({ request, project, callbacks }) => {
  const { TaskId, Status, Offset: offset, Limit: limit } = request;
  const query = {
    project,
    ...(Status !== undefined && { state: Status }),
    ...(TaskId !== undefined && { taskIds: [...new Set(TaskId)] }),
  };
  const { total, deliveries } = await callbacks.read(query, { offset, limit });
  return { TotalCount: total, CallbackList: deliveries.map(callbackFields) };
};

export const redeliverCallback: Handler<'RedeliverUcdnCallback'> = async (call) => {
  const { callbacks, audit } = call;
  const wanted = await wantedBy(call);
  const again = await callbacks.redeliver(wanted);
  audit.detail = `callbacks ${again.join(', ') || 'none'}`;
  return { RedeliveredList: again.map(String) };
};

/** Ids of deliveries whose tasks the key may change. Throws an ApiError that names the parameter. */
async function wantedBy(call: Call<'RedeliverUcdnCallback'>): Promise<number[]> {
  const { request, project, callbacks } = call;
  if (request.TaskId !== undefined) {
    const { taskId } = await taskToChange(call, request.TaskId);
    const { deliveries } = await callbacks.read({ project, taskIds: [taskId] }, all);
    if (deliveries.length > 0) return deliveries.map(({ id }) => id);
    throw badParam('TaskId', shown(taskId), 'a task of whose end an address was to be told: one that DescribeUcdnCallback lists');
  }
  if (request.CallbackId === undefined) throw missingParam('TaskId', 'a task, or CallbackId.N in its place');
  const ids: number[] = [];
  for (const [index, text] of request.CallbackId.entries()) {
    const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0;
    const [delivery] = (await callbacks.read({ project, ids: [id] }, all)).deliveries;
    if (delivery === undefined) {
      throw badParam(`CallbackId.${index}`, shown(text), `a CallbackId that DescribeUcdnCallback lists in project ${project}`);
    }
    await taskToChange(call, delivery.taskId, `CallbackId.${index}`);
    ids.push(id);
  }
  return ids;
}

function callbackFields({ id, taskId, shown: url, state, endedAtS, attempts, lastAtMs, lastStatus, lastError, nextAtMs }: Delivery) {
  return {
    CallbackId: String(id),
    TaskId: taskId,
    Url: url,
    Status: state,
    TaskEndTime: endedAtS,
    Attempts: attempts,
    ...(lastAtMs !== undefined && { LastTime: Math.floor(lastAtMs / 1000) }),
    ...(lastStatus !== undefined && { LastCode: lastStatus }),
    ...(lastError !== undefined && { LastError: lastError }),
    ...(nextAtMs !== undefined && { NextTime: Math.floor(nextAtMs / 1000) }),
  } satisfies Answer<'DescribeUcdnCallback'>['CallbackList'][number];
}
