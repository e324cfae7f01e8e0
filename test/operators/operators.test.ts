import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { body } from '../../lab/behaviours.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { get } from '../../lab/get.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { findServer, isUnavailable } from '../../lab/programs.ts';
import { startReceiver } from '../../lab/receiver.ts';
import { waitForTask } from '../../src/client/index.ts';
import { layers } from '../../src/tasks/plan.ts';
import { verdicts } from '../../src/tasks/verdict.ts';
import { callbackResults } from '../../src/telemetry/callbackfigures.ts';
import { retCodes } from '../../src/wire/retcodes.ts';
import { alertRules, dashboard, dashboardExpressions, shownLabels, testedAlerts, type Expression, type Panel } from './expressions.ts';
import { labelsByMetric } from './exposition.ts';
import { namesIn } from './promql.ts';

// promtool plays hours of series through, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../../examples/prometheus', import.meta.url));

/** What Prometheus itself adds to each series that it scrapes. */
const ofTheScrape = new Set(['job', 'instance']);
/** What values stand for, where they are ours. */
const known: Readonly<Record<string, ReadonlySet<string>>> = {
  layer: new Set(layers),
  verdict: new Set(verdicts),
  result: new Set(callbackResults),
  ret_code: new Set(['0', ...Object.values(retCodes).map(({ retCode }) => String(retCode))]),
};

describe.skipIf(isUnavailable('promtool'))('Prometheus takes', () => {
  test('the alert rules', async () => {
    const { stdout } = await run(findServer('promtool'), ['check', 'rules', 'alerts.yaml'], { cwd: folder });
    expect(stdout).toContain(`SUCCESS: ${alertRules().length} rules found`);
  });

  test('the alerts for what they are: each fires in its test, and is quiet in another', async () => {
    const { stdout } = await run(findServer('promtool'), ['test', 'rules', 'alerts.test.yaml'], { cwd: folder });
    expect(stdout).toContain('SUCCESS');
    const names = alertRules().map(({ alert }) => alert);
    const { fires, quiet } = testedAlerts();
    expect({ fires: [...fires].sort(), quiet: [...quiet].sort() }).toEqual({ fires: names.toSorted(), quiet: names.toSorted() });
  });
});

test('each alert says how bad it is, what it means and what to do', () => {
  const said = alertRules().filter(
    ({ labels, annotations: { summary = '', description = '' } }) =>
      /^(critical|warning)$/.test(labels['severity'] ?? '') && summary.length > 10 && description.length > 40,
  );
  expect(said).toEqual(alertRules());
});

describe.skipIf(isUnavailable('nginx'))('What a running server shows at /metrics', () => {
  let live: Map<string, Set<string>>;

  beforeAll(async () => {
    await using origin = await startOrigin({
      paths: { '/a': body(), '/b': body(), '/never': body({ headers: { 'Cache-Control': 'no-store' } }) },
    });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using receiver = await startReceiver();
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge-a', address: edge.address, cache: 'nginx' }],
      domains: [{ name: 'cdn.example.com', nodes: ['edge-a'] }],
      more: { outbound: { allowAddresses: ['127.0.0.0/8'] }, callbacks: [{ url: `${receiver.address}/`, secret }] },
    });
    const UrlList = ['/a', '/b', '/never'].map((path) => `http://cdn.example.com${path}`);
    const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList });
    await waitForTask(forewarm.client, TaskId, { pollMs: 50 });
    await receiver.arrived('/');
    // The engine tells its figures now and then: the last come a moment after the task's end.
    for (;;) {
      live = labelsByMetric((await get(forewarm.endpoint, '127.0.0.1', '/metrics')).text);
      if (live.has('forewarm_node_verdicts_total') && live.has('forewarm_domain_in_flight')) return;
      await delay(100);
    }
  });

  test.each([
    ['the alerts', alertRules().map(({ alert, expr }): Expression => ({ where: alert, text: expr }))],
    ['the dashboard', dashboardExpressions(dashboard())],
  ])('has every metric and every label that %s ask for', (_, expressions) => {
    expect(expressions.length).toBeGreaterThan(10);
    expect(expressions.flatMap(faultsOf)).toEqual([]);
  });

  test('has every label that the dashboard writes out', () => {
    const labels = new Set(live.values().flatMap((each) => each));
    expect(shownLabels(dashboard()).filter((label) => !labels.has(label) && !ofTheScrape.has(label))).toEqual([]);
  });

  test('is all of our own that the dashboard has a place for', () => {
    const shown = new Set(dashboardExpressions(dashboard()).flatMap(({ text }) => namesIn(text).selectors.map(({ metric }) => metric)));
    const ours = [...live.keys()].filter((metric) => metric.startsWith('forewarm_') && !/_(sum|count)$/.test(metric));
    expect(ours.filter((metric) => !shown.has(metric))).toEqual([]);
  });

  function faultsOf({ where, text }: Expression): string[] {
    const { selectors, labels } = namesIn(text);
    const has = (metric: string, label: string): boolean => ofTheScrape.has(label) || live.get(metric)?.has(label) === true;
    return [
      ...selectors.filter(({ metric }) => !live.has(metric)).map(({ metric }) => `${where}: no metric ${metric}`),
      ...selectors.flatMap(({ metric, matchers }) =>
        matchers.filter(({ label }) => !has(metric, label)).map(({ label }) => `${where}: ${metric} has no label ${label}`),
      ),
      ...labels
        .filter((label) => !selectors.some(({ metric }) => has(metric, label)))
        .map((label) => `${where}: nothing has the label ${label}`),
      ...selectors.flatMap(({ matchers }) =>
        matchers.flatMap(({ label, value }) =>
          known[label] === undefined || value.startsWith('$')
            ? []
            : value
                .split('|')
                .filter((one) => known[label]?.has(one) === false)
                .map((one) => `${where}: ${label} is never ${one}`),
        ),
      ),
    ];
  }
});

type Place = Panel['gridPos'];
function overlap(one: Place, other: Place): boolean {
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
}

describe('The dashboard', () => {
  const { panels, templating } = dashboard();

  test('has panels that stand side by side, each with its own number and the data source that is picked', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const overlapping = panels.flatMap((one, index) =>
      panels.slice(index + 1).flatMap((other) => (overlap(one.gridPos, other.gridPos) ? [`${one.title} and ${other.title}`] : [])),
    );
    expect(overlapping).toEqual([]);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
    expect(panels.filter(({ type, datasource }) => type !== 'row' && datasource?.uid !== '${datasource}')).toEqual([]);
  });

  test('names no variable that it does not have', () => {
    const had = new Set([...templating.list.map(({ name }) => name), '__rate_interval', '__range']);
    const named = [...JSON.stringify(dashboard()).matchAll(/\$\{?(\w+)\}?/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !had.has(name) && name !== '__all')).toEqual([]);
  });
});
