import { kindOf, statusOf } from '../codes.ts';
import { unpackOutcomes } from '../outcomecodec.ts';
import type { FailedLine, OpenUrl, TaskSummary, TaskWithUrls, UnfinishedTask, UrlDetail } from '../store.ts';
import type { Plan } from '../../tasks/plan.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';
import type { Tables } from './tables.ts';
import { aroundOf, countsOf, courseOf, isHeld, refreshOf, type TaskRow, verdictsOf } from './tasktable.ts';
import type { DetailRow, OpenRow } from './urltable.ts';

/** Rows as what the Store promises. */

export function summaryOf(tables: Tables, row: TaskRow): TaskSummary {
  const [task, taskId, project, kind, createdAtS, submittedBy, plan, , urlCount, , status] = row;
  return {
    task,
    taskId,
    project: tables.projects.name(project),
    kind: kindOf(kind),
    createdAtS,
    submittedBy,
    status: statusOf(status),
    urlCount,
    counts: countsOf(row),
    verdicts: verdictsOf(row),
    plan: tables.plans.read(plan),
    ...orderOf(row),
    ...aroundOf(row),
    ...courseOf(row),
  };
}

/** Reads the task's URLs in the same transaction as `row`. */
export function taskWithUrls(tables: Tables, row: TaskRow): TaskWithUrls {
  const [, taskId, , kind, createdAtS, , , firstUrl, urlCount, repetitions, status] = row;
  const urls = tables.urls.rows(firstUrl, firstUrl + urlCount, repetitions > 0);
  return { taskId, kind: kindOf(kind), createdAtS, status: statusOf(status), urls, ...orderOf(row) };
}

export function unfinishedOf(tables: Tables, row: TaskRow): UnfinishedTask {
  const [task, taskId, project, kind, , , plan, firstUrlId, urlCount] = row;
  const known = { task, taskId, project: tables.projects.name(project), kind: kindOf(kind), urlCount, firstUrlId };
  const { priority } = aroundOf(row);
  return { ...known, plan: tables.plans.read(plan), ...orderOf(row), priority, ...(isHeld(row) && { isHeld: true }) };
}

/** The field is absent from what is no refresh. */
function orderOf(row: TaskRow): { refresh?: RefreshOrder } {
  const refresh = refreshOf(row);
  return refresh === undefined ? {} : { refresh };
}

export function detailOf(plan: Plan, row: DetailRow): UrlDetail {
  const [text, status, progress, finishedAtS, domain, packed] = row;
  const outcomes = unpackOutcomes(packed);
  const nodes = (plan.domains[domain]?.nodes ?? []).map((place, slot) => {
    const node = plan.nodes[place]?.name ?? '';
    const outcome = outcomes[slot];
    return outcome === undefined ? { node } : { node, outcome };
  });
  return { text, status: statusOf(status), progress, finishedAtS, nodes };
}

export function failedLineOf(plan: Plan, row: OpenRow): FailedLine {
  const [id, text, domain, packed] = row;
  const outcomes = unpackOutcomes(packed);
  const nodes = (plan.domains[domain]?.nodes ?? []).filter((_place, slot) => outcomes[slot]?.status !== 'succeeded');
  return { id, text, domain, nodes };
}

export function openUrlOf(plan: Plan, row: OpenRow): OpenUrl {
  const [id, text, domain, packed] = row;
  const outcomes = unpackOutcomes(packed);
  const endedNodes = (plan.domains[domain]?.nodes ?? []).filter((_place, slot) => outcomes[slot] !== undefined);
  return { id, text, domain, endedNodes };
}
