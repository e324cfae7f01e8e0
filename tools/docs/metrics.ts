import { table } from './blocks.ts';

/** Our own metrics, by a page of /metrics (Prometheus' text exposition format 0.0.4). */
export function metricsBlock(page: string): string {
  const helps = [...page.matchAll(/^# HELP (forewarm_\w+) (.*)$/gm)];
  const rows = helps.map(([, name = '', help = '']) => [`\`${name}\``, kindOf(page, name), labelsOf(page, name), `${help}.`]);
  return table(['metric', 'kind', 'labels', 'what it counts'], rows);
}

function kindOf(page: string, name: string): string {
  return new RegExp(`^# TYPE ${name} (\\w+)$`, 'm').exec(page)?.[1] ?? '';
}

/** Those of its first sample; `le` belongs to every histogram. */
function labelsOf(page: string, name: string): string {
  const labels = new RegExp(`^${name}(?:_bucket)?\\{(.*)\\} `, 'm').exec(page)?.[1] ?? '';
  const names = [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label).filter((label) => label !== 'le');
  return names.map((label) => `\`${label}\``).join(', ');
}
