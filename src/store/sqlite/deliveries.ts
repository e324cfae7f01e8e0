import type { CallbackTarget, Delivery, DeliveryQuery, OpenTarget } from '../callbacks.ts';
import { deliveryStateOf } from '../codes.ts';
import type { Connection } from './connection.ts';
import type { DeliveryRow } from './deliverytable.ts';
import type { Tables } from './tables.ts';

/** The outbox of callbacks as the Store promises it. */

export function configureTargets(database: Connection, tables: Tables, targets: readonly CallbackTarget[], why: string): number {
  const { callbackTargets, deliveries } = tables;
  callbackTargets.configure(targets);
  return database.write(() =>
    callbackTargets
      .all()
      .filter(({ id }) => !callbackTargets.isConfigured(id))
      .reduce((sum, { id }) => sum + deliveries.drop(id, why), 0),
  );
}

export function openTargets({ callbackTargets, deliveries }: Tables): OpenTarget[] {
  return callbackTargets.all().flatMap(({ id, key }) => {
    const waiting = deliveries.waiting(id);
    return waiting === undefined ? [] : [{ key, ...waiting }];
  });
}

export function dueDeliveries(tables: Tables, key: string, nowMs: number, limit: number): Delivery[] {
  const target = tables.callbackTargets.find(key);
  return target === undefined ? [] : deliveriesOf(tables, tables.deliveries.due(target, nowMs, limit));
}

export function readDeliveries(
  tables: Tables,
  { project: name, state, taskIds, ids }: DeliveryQuery,
  page: { offset: number; limit: number },
): { total: number; deliveries: Delivery[] } {
  const { projects, tasks, deliveries } = tables;
  const project = projects.find(name);
  if (project === undefined) return { total: 0, deliveries: [] };
  if (taskIds === undefined && ids === undefined) {
    return { total: deliveries.count(project, state), deliveries: deliveriesOf(tables, deliveries.list(project, state, page)) };
  }
  const rows =
    ids === undefined
      ? deliveries.ofTasks(tasks.named(taskIds ?? []).map(([number]) => number))
      : [...new Set(ids)].map((id) => deliveries.byId(id)).filter((row) => row !== undefined);
  const ofProject = deliveriesOf(tables, rows).filter((one) => one.project === name);
  const found = ofProject.filter((one) => (state === undefined || one.state === state) && taskIds?.includes(one.taskId) !== false);
  const newestFirst = found.sort((a, b) => b.id - a.id);
  return { total: found.length, deliveries: newestFirst.slice(page.offset, page.offset + page.limit) };
}

/** Ids of those that wait from now on: the others' targets are no longer configured. */
export function tellAgain(database: Connection, { callbackTargets, deliveries }: Tables, ids: readonly number[], nowMs: number): number[] {
  return database.write(() =>
    ids.filter((id) => {
      const target = deliveries.byId(id)?.[2];
      if (target === undefined || !callbackTargets.isConfigured(target)) return false;
      deliveries.again(id, nowMs);
      return true;
    }),
  );
}

function deliveriesOf(tables: Tables, rows: readonly DeliveryRow[]): Delivery[] {
  const shown = new Map(tables.callbackTargets.all().map((target) => [target.id, target.shown]));
  return rows.map((row) => deliveryOf(tables, row, shown));
}

function deliveryOf(tables: Tables, row: DeliveryRow, shown: ReadonlyMap<number, string>): Delivery {
  const [id, task, target, endedAtS, code, attempts, firstAtMs, lastAtMs, lastStatus, lastError, nextAtMs, project, taskId] = row;
  const state = deliveryStateOf(code);
  return {
    id,
    task,
    taskId,
    project: tables.projects.name(project),
    shown: shown.get(target) ?? '',
    endedAtS,
    state,
    attempts,
    ...(firstAtMs !== null && { firstAtMs }),
    ...(lastAtMs !== null && { lastAtMs }),
    ...(lastStatus !== null && { lastStatus }),
    ...(lastError !== null && { lastError }),
    ...(state === 'waiting' && { nextAtMs }),
  };
}
