import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** All that is PromQL in examples/, with where it stands. */
export type Expression = { readonly where: string; readonly text: string };

const read = (path: string): string => readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');

export type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
};

export function alertRules(): Rule[] {
  return parse(read('prometheus/alerts.yaml')).groups.flatMap((group: { rules: Rule[] }) => group.rules);
}

/** Alerts that alerts.test.yaml expects to fire, and those that it expects not to. */
export function testedAlerts(): { fires: Set<string>; quiet: Set<string> } {
  const fires = new Set<string>();
  const quiet = new Set<string>();
  for (const { alert_rule_test: checks } of parse(read('prometheus/alerts.test.yaml')).tests)
    for (const { alertname, exp_alerts: expected } of checks) (expected.length > 0 ? fires : quiet).add(alertname);
  return { fires, quiet };
}

type Target = { readonly expr?: string; readonly legendFormat?: string };
export type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly Target[];
};
export type Dashboard = {
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly Target[] };
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string; readonly definition?: string }[] };
};

export function dashboard(): Dashboard {
  return JSON.parse(read('grafana/forewarm.json'));
}

/** Grafana puts durations in before Prometheus sees them; names of variables stand where texts do, and stay. */
export function dashboardExpressions({ panels, annotations, templating }: Dashboard): Expression[] {
  const targets = [
    ...panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ where: title, target }))),
    ...annotations.list.map((target) => ({ where: 'annotations', target })),
  ];
  const variables = templating.list.flatMap(({ name, definition }) => {
    const [, selector] = /^label_values\((.*),\s*\w+\)$/.exec(definition ?? '') ?? [];
    return selector === undefined ? [] : [{ where: `variable ${name}`, text: selector }];
  });
  return [...targets.map(({ where, target }) => ({ where, text: target.expr ?? '' })), ...variables].map(({ where, text }) => ({
    where,
    text: text.replaceAll(/\$__(rate_interval|range|interval)\b/g, '5m'),
  }));
}

/** Labels that a dashboard writes out: `{{node}}`, and what a variable lists. */
export function shownLabels({ panels, annotations, templating }: Dashboard): string[] {
  const texts = [...panels.flatMap(({ targets = [] }) => targets), ...annotations.list].map(({ legendFormat }) => legendFormat ?? '');
  const inLegends = texts.flatMap((text) => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => label));
  const listed = templating.list.flatMap(({ definition }) => /,\s*(\w+)\)$/.exec(definition ?? '')?.[1] ?? []);
  return [...inLegends, ...listed];
}
