import { isLimitExceeded } from '../store/limits.ts';
import type { FailedLine, NewTask, NewUrl, RepeatGuard, Store, Submitted, TaskSummary } from '../store/store.ts';
import type { Plan, PlannedDomain, PlannedNode } from '../tasks/plan.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { Catalog } from './catalog.ts';
import { exceededRefusal } from './limits.ts';
import { playlistRoomUrls } from './planning.ts';
import { Refusal } from './refusal.ts';

export type RetryParts = { store: Store; catalog: Catalog; taskId: string; nowMs: number };

export type RetryRequest = {
  task: TaskSummary;
  /** Public key of the caller. */
  by: string;
  /** Given when the same request sent again within the window must get the same task. */
  repeat?: RepeatGuard;
  audit?: AuditEntry;
};

const linesPerRead = 1000;

/**
 * Stores a task of what failed in another, or can't be known, so far: each URL on those nodes only that do not have it and
 * still serve its domain, in the same variants and with the same order, priority and comment. It is held to the bound of the
 * queue; to no quota, since its URLs were counted once.
 */
export async function retryTask({ store, catalog, taskId, nowMs }: RetryParts, request: RetryRequest): Promise<Submitted> {
  const { task: before, by, repeat, audit } = request;
  const { project, kind, refresh, priority, comment } = before;
  const replan = new Replan(before, catalog);
  for (let after = 0; ;) {
    const lines = await store.failedLines(before.task, after, linesPerRead);
    for (const line of lines) replan.add(line);
    const last = lines.at(-1);
    if (last === undefined || lines.length < linesPerRead) break;
    after = last.id;
  }
  if (replan.urls.length === 0) throw new Refusal('nothing_to_retry', nothingOf(before, replan.goneLines), { subject: before.taskId });
  const { manifests } = before.plan;
  const isPlaylists = refresh?.type === 'm3u8' || manifests !== undefined;
  const task: NewTask = {
    taskId,
    project,
    kind,
    createdAtMs: nowMs,
    submittedBy: by,
    plan: { ...replan.plan(isPlaylists), ...(manifests !== undefined && { manifests }) },
    urls: replan.urls,
    priority,
    retryOf: before.taskId,
    ...(comment !== undefined && { comment }),
    ...(refresh !== undefined && { refresh }),
    ...(isPlaylists && { roomForUrls: playlistRoomUrls }),
    ...(audit !== undefined && { audit }),
  };
  const result = await store.submit(task, repeat, { openUrls: catalog.options.queuedUrls });
  if (isLimitExceeded(result)) throw exceededRefusal(result, task, catalog);
  return result;
}

function nothingOf({ taskId, counts }: TaskSummary, goneLines: number): string {
  if (goneLines > 0) return `what failed of task ${taskId} did so on nodes only that no longer serve its domains`;
  const open = counts.waiting + counts.running;
  return open > 0
    ? `nothing of task ${taskId} has failed so far, and ${open} of its URLs have not ended`
    : `all of task ${taskId} has succeeded`;
}

/** Lines and plan of a retry: an entry of the plan for each set of nodes that URLs of a domain failed on. */
class Replan {
  readonly urls: NewUrl[] = [];
  /** Lines of which no node is left. */
  goneLines = 0;
  readonly #before: TaskSummary;
  readonly #catalog: Catalog;
  readonly #nodes: PlannedNode[] = [];
  readonly #domains: PlannedDomain[] = [];
  /** By the entry of the former plan and its nodes. */
  readonly #places = new Map<string, number>();

  constructor(before: TaskSummary, catalog: Catalog) {
    this.#before = before;
    this.#catalog = catalog;
  }

  add({ text, domain: formerPlace, nodes }: FailedLine): void {
    const former = this.#before.plan.domains[formerPlace];
    if (former === undefined) return;
    const left = this.#leftOf(former.name, nodes);
    if (left.length === 0) {
      this.goneLines += 1;
      return;
    }
    const key = `${formerPlace} ${nodes.join()}`;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#domains.push({ ...former, nodes: left.map((node) => this.#placeOf(node)) }) - 1;
      this.#places.set(key, place);
    }
    this.urls.push({ text, domain: place });
  }

  /** For playlists with the entries for what they name, whole: how far it went before can't be known. */
  plan(isPlaylists: boolean): Plan {
    const named = isPlaylists ? this.#before.plan.domains.filter(({ playlists }) => playlists !== true) : [];
    // Of a domain the last is whole: a retry has others before it.
    const others = [...new Map(named.map((former) => [former.name, former])).values()].flatMap((former) => {
      const left = this.#leftOf(former.name, former.nodes);
      return left.length === 0 ? [] : [{ ...former, nodes: left.map((node) => this.#placeOf(node)) }];
    });
    return { nodes: this.#nodes, domains: [...this.#domains, ...others] };
  }

  /** Those of the nodes that still serve the domain. */
  #leftOf(domain: string, nodes: readonly number[]): PlannedNode[] {
    const serving = this.#servingOf(domain);
    return nodes.flatMap((place) => this.#before.plan.nodes[place] ?? []).filter(({ name }) => serving.includes(name));
  }

  /** Another project's domain has no node for this one. */
  #servingOf(name: string): readonly string[] {
    const domain = this.#catalog.domain(name);
    return domain?.project === this.#before.project ? domain.nodes : [];
  }

  #placeOf({ name, layer }: PlannedNode): number {
    const known = this.#nodes.findIndex((node) => node.name === name);
    return known >= 0 ? known : this.#nodes.push({ name, layer }) - 1;
  }
}
