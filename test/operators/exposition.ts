import { namesIn } from './promql.ts';

/** Labels of each series name of an exposition (Prometheus text format 0.0.4), over all of its series. */
export function labelsByMetric(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    // A series is written as the selector that picks it; its value follows a space.
    const [selector] = namesIn(line.slice(0, line.lastIndexOf(' '))).selectors;
    if (selector === undefined) throw new Error(`no series: ${line}`);
    const labels = found.get(selector.metric) ?? new Set();
    for (const { label } of selector.matchers) labels.add(label);
    found.set(selector.metric, labels);
  }
  return found;
}
