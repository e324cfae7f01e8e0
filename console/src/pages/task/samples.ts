import { useState } from 'react';
import type { Task } from '../../tasks/task.ts';
import { endedUrls } from '../../tasks/task.ts';

/** How fast a task was at a moment. */
export type Sample = { atS: number; endedUrls: number; bytesPerSecond: number };

/** As many as a plot of this size can show apart. */
const kept = 900;

/** What was seen of a running task's pace since its page was opened: the server keeps none of it. */
export function useSamples(task: Task | undefined, readAtMs: number): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const atS = readAtMs / 1000;
  const last = samples.at(-1);
  if (task?.Status === 'process' && readAtMs > 0 && (last === undefined || atS > last.atS)) {
    setSamples([...samples.slice(1 - kept), { atS, endedUrls: endedUrls(task), bytesPerSecond: Number(task.BytesPerSecond ?? 0) }]);
  }
  return samples;
}

const rateOverS = 10;

/** URLs that ended in each second, over the last 10 seconds or as far as there are samples. */
export function urlRates(samples: readonly Sample[]): (number | null)[] {
  let from = 0;
  return samples.map((sample, index) => {
    while (from < index - 1 && sample.atS - (samples[from + 1]?.atS ?? sample.atS) >= rateOverS) from += 1;
    const before = samples[from];
    if (before === undefined || before === sample || sample.atS <= before.atS) return null;
    return (sample.endedUrls - before.endedUrls) / (sample.atS - before.atS);
  });
}
