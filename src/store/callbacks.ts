/**
 * The outbox of callbacks: who is still to be told that a task has ended. A delivery is written in the transaction in
 * which the task ends, for each target that wants its project at that moment; who is added later is not told of it.
 */

/** An address that is told. */
export type CallbackTarget = {
  /** Names it over restarts: a digest, so that what is secret in an address never stands in the store. */
  key: string;
  /** The address as it may be shown. */
  shown: string;
  /** Absent: of every project. */
  projects?: readonly string[];
};

export const deliveryStates = ['waiting', 'delivered', 'failed', 'dropped'] as const;
/** `failed`: given up. `dropped`: its target is no longer configured. */
export type DeliveryState = (typeof deliveryStates)[number];

export type Delivery = {
  id: number;
  task: number;
  taskId: string;
  project: string;
  /** The target's address as it may be shown. */
  shown: string;
  /** When the task ended, seconds since 1970. */
  endedAtS: number;
  state: DeliveryState;
  /** Since it was written, or asked for again. */
  attempts: number;
  /** Milliseconds since 1970. Absent: not tried yet. */
  firstAtMs?: number;
  lastAtMs?: number;
  /** HTTP status of the last answer; absent when there was none. */
  lastStatus?: number;
  /** Why the last attempt was no delivery, or why there will be none. */
  lastError?: string;
  /** While it waits: when it is tried next. */
  nextAtMs?: number;
};

export type DeliveryQuery = {
  project: string;
  state?: DeliveryState;
  taskIds?: readonly string[];
  ids?: readonly number[];
};

/** What an attempt came to. */
export type Attempt = {
  id: number;
  atMs: number;
  status?: number;
  error?: string;
  /** `nextAtMs` is given with `waiting`, and only with it. */
  next: { state: 'delivered' | 'failed' } | { state: 'waiting'; nextAtMs: number };
};

/** What waits for a target. */
export type OpenTarget = { key: string; waiting: number; oldestEndedAtS: number };
