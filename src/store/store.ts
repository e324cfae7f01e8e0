import { taskKinds, type TaskKind } from '../tasks/kind.ts';
import type { Outcome } from '../tasks/outcome.ts';
import type { Pause, PauseScope } from '../tasks/pause.ts';
import type { Plan } from '../tasks/plan.ts';
import type { PurgeScope, RefreshOrder } from '../tasks/purge.ts';
import type { Status, StatusCounts } from '../tasks/status.ts';
import type { VerdictCounts } from '../tasks/verdict.ts';
import type { Report } from '../tasks/work.ts';
import type { AuditEntry, AuditPage, AuditQuery } from './audit.ts';
import type { Attempt, CallbackTarget, Delivery, DeliveryQuery, OpenTarget } from './callbacks.ts';
import type { StoredKey } from './keys.ts';
import type { DayCounts, LimitExceeded, SubmitLimits } from './limits.ts';
import type { NodeRecord, Purged, Touch, WarmUrl } from './memory.ts';

/**
 * The system of record. One interface, one folder a database; the conformance suite
 * (test/conformance/store.ts) says what each must promise. A promise that resolves means durable:
 * it survives a power cut. Anything may be called again after a crash.
 */
export interface Store {
  /**
   * Stores a task with all its URLs in one durable transaction. When `repeat` is given and the same
   * fingerprint was stored no more than `windowMs` before `task.createdAtMs`, nothing is stored and
   * the earlier task is named. A refresh ends that for prefetches on its domains: one that is submitted after
   * it is stored, whatever was submitted before.
   *
   * With `limits`, a task that would exceed one of them is not stored, and the first that it would exceed, in
   * their order, is told. Judged in the same transaction, so that parallel submits can't exceed one together;
   * a repeated submit is held to none and counts in none.
   */
  submit(task: NewTask, repeat?: RepeatGuard): Promise<Submitted>;
  submit(task: NewTask, repeat: RepeatGuard | undefined, limits: SubmitLimits): Promise<Submitted | LimitExceeded>;

  /**
   * Takes a batch of what the engine reports, in one transaction. Reports that are known already, or
   * that speak of a task or URL that is not there, change nothing and count as stale.
   * Of `batch.live` the store keeps the highest progress; `advanced` reports themselves are control's to read.
   */
  record(batch: RecordBatch): Promise<Recorded>;

  /**
   * Ends all of a task that has not ended with this outcome, in one transaction: URLs and nodes' outcomes that had ended
   * stay. So it does with tasks that start after it, and tells in words of its own why. Changes nothing of a task that
   * has ended or is not there. What is reported of it later is stale.
   */
  cancelTask(task: number, outcome: Outcome, nowMs: number): Promise<Pick<Recorded, 'endedTasks'>>;

  /** How many tasks match; costs the same for ten and for ten million. */
  countTasks(query: TaskQuery): Promise<number>;
  /**
   * Tasks that match with their URLs, newest first (createdAtS, then taskId, both descending), from
   * `offset`, `limit` at most. Reads in short transactions: each task is one snapshot, and a slow
   * reader holds nothing back.
   */
  readTasks(query: TaskQuery, page: Page): AsyncIterable<TaskWithUrls>;
  /** The same without URLs, for lists: `limit` is required. */
  listTasks(query: TaskQuery, page: Page & { limit: number }): Promise<TaskSummary[]>;
  /** One task of a project, or undefined. */
  findTask(project: string, taskId: string): Promise<TaskSummary | undefined>;
  /** URLs of one task in submission order with what each node made of them. `total` counts all that match. */
  readUrls(task: number, query: { status?: Status; offset: number; limit: number }): Promise<{ total: number; urls: UrlDetail[] }>;

  /** Projects that have a task which has not ended, in any order. */
  unfinishedProjects(): Promise<string[]>;
  /**
   * A project's tasks of one kind and priority (default 5, as a task's is) that have not ended, by number, after the number
   * `after`; for release, and after a restart.
   */
  unfinishedTasks(project: string, kind: TaskKind, after: number, limit: number, priority?: number): Promise<UnfinishedTask[]>;
  /** Lines `first` … `first + count - 1` of a task (0-based) that have not ended and are no repetition, with the nodes that have. */
  openUrls(task: number, first: number, count: number): Promise<OpenUrl[]>;
  /** URLs that have not ended, over all tasks: answered from counters. */
  countOpenUrls(): Promise<number>;
  /** What was counted of a domain on a day (`SubmitLimits.daily`). */
  dayCounts(domain: string, day: string): Promise<DayCounts>;

  setPause(pause: Pause): Promise<void>;
  /** Resolves to false when there was none. */
  clearPause(scope: PauseScope): Promise<boolean>;
  pauses(): Promise<Pause[]>;

  /** The last task that ended with this URL, as an object or as a directory. */
  touch(url: string, scope: PurgeScope): Promise<Touch | undefined>;
  /** Purged directories that hold this URL, latest first. */
  purgedAbove(url: string): Promise<Purged[]>;
  /**
   * Lines of a task that have ended as failed or unknown, repetitions left out, by id behind `after` (0: from the first):
   * with the nodes that do not have them.
   */
  failedLines(task: number, after: number, limit: number): Promise<FailedLine[]>;
  /**
   * Lines of a task that a node has failed or may have, or that run and have come to some end on a node, repetitions left
   * out, by id behind `after` (0: from the first): with what each node made of them.
   */
  readTroubled(task: number, after: number, limit: number): Promise<TroubledUrl[]>;
  /** What each node made of one line, by its id; undefined when its task is gone. */
  readLine(task: number, urlId: number): Promise<UrlDetail | undefined>;
  /** URLs of a domain that were warmed at `sinceS` or later and not purged since, the latest first. */
  warmUrls(domain: string, query: { sinceS: number; limit: number }): Promise<WarmUrl[]>;
  /** What of a domain was purged at `sinceS` or later, in the order of its coming; page by `after`, the last that was read. */
  purges(domain: string, query: { sinceS: number; after?: Purged; limit: number }): Promise<Purged[]>;

  /** All that is known of nodes as a whole, in any order. */
  nodeRecords(): Promise<NodeRecord[]>;
  setNodeRecord(record: NodeRecord): Promise<void>;
  /** How a task stands, by its number; undefined when it is gone. */
  taskStatus(task: number): Promise<{ status: Status; counts: StatusCounts } | undefined>;

  /** All keys that were made at run time, the oldest first. */
  keys(): Promise<StoredKey[]>;
  /** Replaces the one of that name. */
  setKey(key: StoredKey): Promise<void>;
  /** Resolves to false when there was none. */
  deleteKey(publicKey: string): Promise<boolean>;
  /** In one transaction. A task's own entry (`NewTask.audit`) is written with the task. */
  addAudit(entries: readonly AuditEntry[]): Promise<void>;
  /** Newest first (atMs, then id, both descending). */
  readAudit(query: AuditQuery): Promise<AuditPage>;
  /** Deletes up to `limit` entries from before `beforeMs`. Resolves to how many went. */
  sweepAudit(beforeMs: number, limit: number): Promise<number>;

  /**
   * From now on, until the store is closed, each task that ends leaves a delivery (callbacks.ts) for each of these that wants
   * its project, in the transaction in which it ends; replays leave none. What waits for others is dropped, `why` its reason.
   * Resolves to how many were dropped.
   */
  setCallbackTargets(targets: readonly CallbackTarget[], why: string): Promise<number>;
  /** Targets for which something waits, in any order. */
  openTargets(): Promise<OpenTarget[]>;
  /** What waits for a target that is set, and is due by `nowMs`: the longest due first. */
  dueDeliveries(key: string, nowMs: number, limit: number): Promise<Delivery[]>;
  /** Resolves to false when nothing changed: the delivery is gone, or has ended meanwhile and this attempt did not deliver it. */
  recordAttempt(attempt: Attempt): Promise<boolean>;
  /** Newest first. `total` counts all that match. */
  readDeliveries(query: DeliveryQuery, page: { offset: number; limit: number }): Promise<{ total: number; deliveries: Delivery[] }>;
  /** Has these wait again, as if new, whatever became of them. Resolves to the ids whose targets are set. */
  redeliver(ids: readonly number[], nowMs: number): Promise<number[]>;

  /**
   * Deletes up to `limit` ended tasks created before `beforeS`, but for those with a delivery that waits, what is remembered of URLs that nothing has touched since, counts of days that had ended by then in every
   * time zone, and repeat guards that have run out. Resolves to how many tasks went.
   */
  sweep(beforeS: number, nowMs: number, limit: number): Promise<number>;

  /** Rejects while the store can't be read or written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type NewTask = {
  taskId: string;
  project: string;
  kind: TaskKind;
  createdAtMs: number;
  /** Public key that submitted it. */
  submittedBy: string;
  plan: Plan;
  /** In submission order. */
  urls: readonly NewUrl[];
  /** Given for a refresh, and only for it. */
  refresh?: RefreshOrder;
  /** It brings a node up to date: nothing is remembered of its URLs (memory.ts). */
  isReplay?: true;
  /** How many lines it may grow by later; their ids are kept free behind its own. Default 0. */
  roomForUrls?: number;
  /** 0 to 9, 9 first. Default 5. */
  priority?: number;
  /** For people. */
  comment?: string;
  /** The TaskId of the one whose failures it retries. */
  retryOf?: string;
  /**
   * It waits until that task has ended in success. If it ends otherwise, or has so already, this one is ended as cancelled in
   * the same transaction.
   */
  after?: { readonly task: number; readonly taskId: string };
  /** Written with the task, with its TaskId; not when an earlier task answers for it. */
  audit?: AuditEntry;
};

export { taskKinds, type TaskKind };

export type NewUrl = {
  /** As it was submitted. */
  text: string;
  /** Place in `plan.domains`. */
  domain: number;
  /** For a line that asks for the same object as an earlier one: that line's place. It shares the earlier line's fate. */
  sameAs?: number;
};

export type RepeatGuard = {
  fingerprint: string;
  windowMs: number;
  /** The earlier task answers for this one only while it has this status. Default: whatever its status. */
  onlyWhile?: Status;
  /**
   * A digest of what is submitted, where the fingerprint is a token that the caller has given it: then the token alone
   * decides, a refresh does not end its window, and another body under it is told (`Submitted.differs`).
   */
  body?: string;
};
/** `task` is the number by which the store and the queue call it. */
export type Submitted = {
  taskId: string;
  task: number;
  repeated: boolean;
  /** Nothing was stored: the token stands for another body. */
  differs?: true;
  /** It ended at once, since the task that it starts after had not succeeded. */
  endedTasks?: Recorded['endedTasks'];
};

export type RecordBatch = {
  reports: readonly Report[];
  nowMs: number;
  /**
   * URLs whose bodies flow: `share` is the sum, over the nodes that have not ended, of bytes received / bytes
   * expected (each 0 to 1). The store adds the nodes that succeeded and divides by the number of nodes.
   */
  live: readonly { task: number; urlId: number; share: number }[];
  /**
   * Lines that tasks grow by, before the reports are folded in: what a playlist named. A line whose text the task has
   * already is left out, so that the same may be added again after a crash; so is what passes `roomForUrls`. A task
   * that has ended grows no more.
   */
  added?: readonly { task: number; urls: readonly Omit<NewUrl, 'sameAs'>[] }[];
};

export type Recorded = {
  /** `ended` reports that were news, in the batch's order. */
  ended: readonly { task: number; urlId: number; nodeIndex: number }[];
  /** Tasks that ended with this batch, and those that were to start after them and now never will. */
  endedTasks: readonly { task: number; taskId: string; project: string; status: Status }[];
  stale: number;
  /** Tasks that may start, since the ones that they start after have succeeded. */
  released?: readonly { task: number; project: string; kind: TaskKind }[];
  /** Tasks that grew, with their new number of lines; `leftOut` is what found no room. */
  grown?: readonly { task: number; urlCount: number; leftOut: number }[];
};

export type TaskQuery = {
  project: string;
  /** Absent: of every kind. */
  kind?: TaskKind;
  status?: Status;
  /** Both inclusive, seconds since 1970. Absent: no window (then `taskIds` must be given). */
  window?: { beginS: number; endS: number };
  taskIds?: readonly string[];
};

export type Page = {
  offset: number;
  limit?: number;
  /** Only what comes behind this place, newest first; `offset` counts from there. */
  after?: TaskPlace;
};

/** Where a task stands among all others, newest first. */
export type TaskPlace = { createdAtS: number; taskId: string };

export type TaskSummary = {
  task: number;
  taskId: string;
  project: string;
  kind: TaskKind;
  createdAtS: number;
  submittedBy: string;
  status: Status;
  urlCount: number;
  /** By line, repetitions included. */
  counts: StatusCounts;
  /** By URL and node, of those that have ended and were judged; repetitions not included. */
  verdicts: VerdictCounts;
  plan: Plan;
  refresh?: RefreshOrder;
} & Around &
  Course;

/** How far a task has come. Tasks from before this was kept lack what nobody noted. */
export type Course = {
  /** When the first of its URLs began, seconds since 1970; absent until then, and of a task that ended without. */
  startedAtS?: number;
  /** When its last URL ended; absent until then. */
  finishedAtS?: number;
  /** Body bytes of what has ended, over URLs and nodes. */
  bodyBytes: number;
  /** Mean of its lines' progress, percent, floored. Falls only where a task grows. */
  progress: number;
};

/** What was said at the submit, beside URLs and order. */
export type Around = {
  priority: number;
  comment?: string;
  /** TaskIds. */
  retryOf?: string;
  after?: string;
};

/** A tuple, since a page of these is the hottest read: text, status, progress 0–100, finishedAtS (0: not yet). */
export type UrlRow = readonly [text: string, status: Status, progress: number, finishedAtS: number];

export type TaskWithUrls = {
  taskId: string;
  kind: TaskKind;
  createdAtS: number;
  status: Status;
  urls: readonly UrlRow[];
  refresh?: RefreshOrder;
};

export type UrlDetail = {
  text: string;
  status: Status;
  progress: number;
  finishedAtS: number;
  /** One for each node of the URL's domain, in the plan's order. */
  nodes: readonly { node: string; outcome?: Outcome }[];
};

export type TroubledUrl = UrlDetail & { id: number };

export type UnfinishedTask = {
  task: number;
  taskId: string;
  project: string;
  kind: TaskKind;
  urlCount: number;
  firstUrlId: number;
  plan: Plan;
  refresh?: RefreshOrder;
  priority: number;
  /** It waits for another task to end. */
  isHeld?: true;
};

/** `nodes`: places in the plan's `nodes`. */
export type FailedLine = { id: number; text: string; domain: number; nodes: readonly number[] };

export type OpenUrl = {
  id: number;
  text: string;
  /** Place in the plan's `domains`. */
  domain: number;
  /** Places in the plan's `nodes` whose outcome is known. */
  endedNodes: readonly number[];
};
