import type { Client } from '../../client/client.ts';
import { waitForTasks, type TaskSummary } from '../../client/wait.ts';
import { widthOf, type Io } from '../io.ts';
import { LiveLine } from '../screen/liveline.ts';
import { NodeBytes } from './nodebytes.ts';
import { describeActions } from './taskactions.ts';
import { Pace } from '../screen/pace.ts';
import { barLine, glyphsFor, type Progress } from '../screen/progressbar.ts';
import { shownCount, shownDuration } from '../screen/quantities.ts';
import { styleOf } from '../screen/style.ts';

export type WaitingOptions = {
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  readonly pollMs?: number;
  /** Nothing but the end is told. */
  readonly silent?: boolean;
};

/** Up to so many URLs each one's own progress is asked for, so that the bar moves while a large body flows. */
const maxFineUrls = 200;
/** Between two lines where there is no terminal. */
const linesEveryMs = 10_000;

/**
 * Waits until tasks have ended, with a bar on a terminal and a line now and then elsewhere, both on stderr.
 * Rejects as `waitForTasks` does.
 */
export async function waitVisibly(client: Client, taskIds: readonly string[], io: Io, options: WaitingOptions): Promise<TaskSummary[]> {
  const { signal, timeoutMs, pollMs = 500 } = options;
  const ended = new AbortController();
  const show = options.silent === true ? undefined : progressShower(io);
  const gauge = new Gauge(client, AbortSignal.any([signal, ended.signal]));
  let looking: Promise<void> | undefined;
  const onProgress = (tasks: readonly TaskSummary[]): void => {
    // A look that takes longer than a poll is not waited for; the next one tells more.
    looking ??= gauge
      .read(tasks)
      .then((progress) => show?.progress(progress))
      .catch(() => {})
      .finally(() => (looking = undefined));
  };
  try {
    return await waitForTasks(client, taskIds, { signal, timeoutMs, pollMs, ...(show !== undefined && { onProgress }) });
  } finally {
    ended.abort();
    await looking;
    show?.clear();
  }
}

/** Makes a Progress of each look. */
class Gauge {
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #bytes: NodeBytes;
  readonly #pace = new Pace();
  readonly #sharePace = new Pace();
  #share = 0;

  constructor(client: Client, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    this.#bytes = new NodeBytes(client);
  }

  async read(tasks: readonly TaskSummary[]): Promise<Progress> {
    const counts = countsOf(tasks);
    // A purge moves no bytes: those of its nodes would be somebody else's.
    const pulling = tasks.filter((task) => task.Type === 'prefetch' || task.ThenPrefetch === true);
    const bytes = pulling.length === 0 ? undefined : await this.#bytes.look(new Set(pulling.flatMap((task) => task.Nodes)), this.#signal);
    const fine = counts.urlCount <= maxFineUrls && counts.endedUrls < counts.urlCount ? await this.#fineShare(tasks) : undefined;
    const share = fine ?? (counts.urlCount === 0 ? 1 : counts.endedUrls / counts.urlCount);
    this.#share = Math.max(this.#share, share);
    const nowMs = Date.now();
    this.#pace.look(counts.endedUrls, nowMs);
    this.#sharePace.look(this.#share, nowMs);
    const urlsPerSecond = this.#pace.perSecond();
    const sharePerSecond = this.#sharePace.perSecond();
    return {
      ...counts,
      share: this.#share,
      ...(urlsPerSecond !== undefined && { urlsPerSecond }),
      ...(sharePerSecond !== undefined && { leftMs: ((1 - this.#share) / sharePerSecond) * 1000 }),
      ...(bytes !== undefined && { bytes }),
    };
  }

  /** The mean of the URLs' own progress; ended ones count in full, whatever became of them. */
  async #fineShare(tasks: readonly TaskSummary[]): Promise<number | undefined> {
    try {
      const shares = (await Promise.all([this.#shares(tasks, 'prefetch'), this.#shares(tasks, 'refresh')])).flat();
      return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
    } catch {
      return undefined;
    }
  }

  async #shares(tasks: readonly TaskSummary[], type: TaskSummary['Type']): Promise<number[]> {
    const TaskId = tasks.filter((task) => task.Type === type).map((task) => task.TaskId);
    if (TaskId.length === 0) return [];
    const { TaskList } = await this.#client.call(describeActions[type], { TaskId }, { signal: this.#signal });
    return TaskList.flatMap((task) => task.UrlLists.map((url) => (url.FinishTime > 0 ? 1 : url.Progress / 100)));
  }
}

function countsOf(tasks: readonly TaskSummary[]): { urlCount: number; endedUrls: number; failedUrls: number } {
  const sum = (of: (task: TaskSummary) => number): number => tasks.reduce((total, task) => total + of(task), 0);
  return {
    urlCount: sum((task) => task.UrlCount),
    endedUrls: sum((task) => task.SuccessCount + task.FailureCount + task.UnknowCount),
    failedUrls: sum((task) => task.FailureCount),
  };
}

type Shower = { progress(progress: Progress): void; clear(): void };

function progressShower(io: Io): Shower {
  const { stderr, env } = io;
  if (stderr.isTTY === true && env['TERM'] !== 'dumb') {
    const line = new LiveLine(stderr);
    const style = styleOf(stderr, env);
    const glyphs = glyphsFor(env);
    // The last column stays free: a terminal that wraps there would leave the line behind.
    return { progress: (progress) => line.show(barLine(progress, widthOf(stderr, env) - 1, style, glyphs)), clear: () => line.clear() };
  }
  let toldMs = Date.now();
  let told = '';
  return {
    progress(progress) {
      const text = plainLine(progress);
      if (text === told || Date.now() - toldMs < linesEveryMs) return;
      toldMs = Date.now();
      told = text;
      stderr.write(`${text}\n`);
    },
    clear() {},
  };
}

function plainLine({ urlCount, endedUrls, failedUrls, leftMs }: Progress): string {
  const parts = [`${shownCount(endedUrls)} of ${shownCount(urlCount)} URLs ended`];
  if (failedUrls > 0) parts.push(`${shownCount(failedUrls)} failed`);
  if (leftMs !== undefined && endedUrls < urlCount) parts.push(`about ${shownDuration(leftMs)} left`);
  return parts.join(', ');
}
