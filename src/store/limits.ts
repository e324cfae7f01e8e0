/** Bounds of a submit, in the order in which they are judged. What is absent bounds nothing. */
export type SubmitLimits = {
  /** Least milliseconds since the last task of `task.submittedBy` that was stored with an interval. */
  intervalMs?: number;
  /** Most URLs that may be unfinished over all tasks, those of this one included. */
  openUrls?: number;
  /** What the task takes of its domains' day; counted whether there is a limit or not. */
  daily?: DailyCount;
  /** What the key may have of its day, and this task takes; counted only when given. */
  keyDay?: KeyDay;
};

/** `limit`: most URLs of the key on the day, those of this task included. */
export type KeyDay = { day: string; key: string; limit: number };

/** What is counted by day, in lines: those that repeat another are counted as well. */
export const countedKinds = ['prefetch', 'refresh_file', 'refresh_dir'] as const;
export type CountedKind = (typeof countedKinds)[number];
export type DayCounts = Readonly<Record<CountedKind, number>>;

export type DailyCount = {
  /** The calendar day as the caller reckons it: `2026-03-29`. */
  day: string;
  /** Each domain and kind once. `limit`: most URLs on the day, those of this task included. */
  takes: readonly { domain: string; kind: CountedKind; urls: number; limit?: number | undefined }[];
};

/** Why a task was not stored. */
export type LimitExceeded =
  | { exceeded: 'interval'; waitMs: number }
  | { exceeded: 'open_urls'; openUrls: number }
  /** `counted`: before this task. */
  | { exceeded: 'key_day'; limit: number; counted: number }
  /** In the order of `DailyCount.takes`. */
  | { exceeded: 'daily'; takes: readonly [ExceedingTake, ...ExceedingTake[]] };

/** `counted`: before this task. */
export type ExceedingTake = { domain: string; kind: CountedKind; urls: number; limit: number; counted: number };

export function isLimitExceeded(result: object): result is LimitExceeded {
  return 'exceeded' in result;
}
