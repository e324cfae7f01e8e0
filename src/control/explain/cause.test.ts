import { describe, expect, test } from 'vitest';
import type { Touch } from '../../store/memory.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import { causeOf } from './cause.ts';
import type { Evidence, TouchingTask } from './evidence.ts';

const fetchedAtS = Date.UTC(2026, 10, 24, 8) / 1000;
const nowS = fetchedAtS + 3600;
const url = 'http://cdn.test/video/a.mp4';

const prefetched: Touch = {
  url,
  scope: 'object',
  task: 1,
  taskId: '01FETCH',
  project: 'org-main',
  kind: 'prefetch',
  urlId: 1,
  atS: fetchedAtS,
  warmedAtS: fetchedAtS,
};
const { warmedAtS: _, ...unwarmed } = prefetched;
const refreshed: Touch = { ...unwarmed, taskId: '01PURGE', kind: 'refresh', purgedAtS: fetchedAtS };

const succeeded: Outcome = { status: 'succeeded', verdict: 'hit-proven', bodyBytes: 4096, attempts: 1, elapsedMs: 5 };
const failed: Outcome = { status: 'failed', reason: 'connect', message: 'connection refused', bodyBytes: 0, attempts: 3, elapsedMs: 900 };
const task: TouchingTask = { nodes: ['edge-a', 'edge-b'], variants: [{}], outcome: succeeded };
const purge: TouchingTask = { ...task, order: { type: 'file', mode: 'delete', thenPrefetch: false } };
const directory = { url: 'http://cdn.test/video/', scope: 'subtree', mode: 'expire', atS: fetchedAtS + 60 } as const;

function cause(more: Partial<Evidence>): string | undefined {
  return causeOf({ state: 'absent', cache: 'nginx', node: 'edge-a', variant: {}, nowS, ...more });
}

describe('What was never there', () => {
  test('was never prefetched, as far as is remembered', () => {
    expect(cause({})).toMatch(/no task has ended with this URL here.*never prefetched$/);
    expect(cause({ state: 'unknown' })).toMatch(/never prefetched$/);
  });

  test('and yet has expired there was brought by a visitor', () => {
    expect(cause({ state: 'expired' })).toMatch(/a visitor brought the copy that has expired$/);
  });

  test('is on a node that the last task did not go through', () => {
    expect(cause({ touch: prefetched, task, node: 'edge-new' })).toBe(
      'task 01FETCH (2026-11-24T08:00:00Z) went through edge-a, edge-b only: this node was added to the domain after it',
    );
    const nodes = Array.from({ length: 40 }, (_, index) => `n${index}`);
    expect(cause({ touch: prefetched, task: { ...task, nodes }, node: 'edge-new' })).toContain('n0, n1, n2, n3, n4 and 35 more only');
  });

  test('is on a node that the last task left out, unless all nodes had it before', () => {
    const aside: TouchingTask = { ...task, isAside: true };
    expect(cause({ touch: unwarmed, task: aside, node: 'edge-c' })).toMatch(/edge-a, edge-b only: it was for a part of the domain$/);
    expect(cause({ touch: refreshed, task: { ...purge, isAside: true }, node: 'edge-c' })).toMatch(/it was for a part of the domain$/);
    expect(cause({ touch: prefetched, task: aside, node: 'edge-c' })).not.toContain('a part of');
  });

  test('is a variant that the last task did not fetch', () => {
    const variants = [{}, { 'Accept-Encoding': 'br' }];
    expect(cause({ touch: prefetched, task: { ...task, variants }, variant: { 'Accept-Encoding': 'gzip' } })).toBe(
      'this variant is not among those that task 01FETCH (2026-11-24T08:00:00Z) fetched: the plain one, Accept-Encoding: br',
    );
    // The names of headers have no case, and no order.
    expect(cause({ touch: prefetched, task: { ...task, variants }, variant: { 'accept-encoding': 'br' } })).not.toContain('variant');
  });
});

describe('What was purged', () => {
  test('is told with the time and the task', () => {
    expect(cause({ touch: refreshed, task: purge })).toBe('it was purged at 2026-11-24T08:00:00Z by task 01PURGE, and not fetched since');
  });

  test('is told without the task once that is forgotten or another has touched it', () => {
    expect(cause({ touch: refreshed })).toContain('purged at 2026-11-24T08:00:00Z by task 01PURGE');
    const touch = { ...unwarmed, purgedAtS: fetchedAtS - 100 };
    expect(cause({ touch, task })).toBe('it was purged at 2026-11-24T07:58:20Z, and not fetched since');
  });

  test('in place is said to have been made to expire', () => {
    const order = { type: 'file', mode: 'expire', thenPrefetch: false } as const;
    expect(cause({ state: 'expired', touch: refreshed, task: { ...purge, order } })).toContain('it was made to expire at');
  });

  test('with a directory above it names that directory', () => {
    expect(cause({ touch: prefetched, task, above: { ...directory, taskId: '01DIR' } })).toBe(
      'the directory http://cdn.test/video/ above it was made to expire at 2026-11-24T08:01:00Z by task 01DIR, and it was not fetched since',
    );
    expect(cause({ above: directory })).toContain('directory http://cdn.test/video/');
  });

  test('and fetched again afterwards is not gone by that purge', () => {
    const touch = { ...prefetched, purgedAtS: fetchedAtS - 60 };
    expect(cause({ touch, task, above: { ...directory, atS: fetchedAtS - 30 } })).toContain('gone before its time');
  });

  test('on the other nodes only, since the purge failed here, is not gone by that purge', () => {
    const touch = { ...refreshed, warmedAtS: fetchedAtS - 500 };
    expect(cause({ touch, task: { ...purge, outcome: failed } })).not.toContain('purged at');
  });

  test('twice is gone by the later purge', () => {
    expect(cause({ touch: refreshed, task: purge, above: directory })).toContain('the directory');
    expect(cause({ touch: refreshed, task: purge, above: { ...directory, atS: fetchedAtS - 10 } })).toContain('by task 01PURGE');
  });
});

describe('What could not be fetched', () => {
  test('is told with reason, message, task and time', () => {
    expect(cause({ touch: prefetched, task: { ...task, outcome: failed } })).toBe(
      'the last fetch failed here: connect: connection refused (task 01FETCH, 2026-11-24T08:00:00Z)',
    );
  });

  test('without a message is told by its status', () => {
    const { message: _none, ...bare } = failed;
    const outcome: Outcome = { ...bare, reason: 'http_status', httpStatus: 404 };
    expect(cause({ touch: prefetched, task: { ...task, outcome } })).toContain('http_status: HTTP status 404');
  });

  test('since the origin forbids that it is kept, names the header', () => {
    const outcome: Outcome = { ...failed, reason: 'uncacheable', message: 'Cache-Control: no-store: it may not be stored' };
    expect(cause({ touch: prefetched, task: { ...task, outcome } })).toBe(
      'the response may not be kept: Cache-Control: no-store: it may not be stored (task 01FETCH, 2026-11-24T08:00:00Z)',
    );
  });

  test('so that anybody could tell whether it was kept, says so', () => {
    const message = 'Vary: accept-language: whether nginx stores it depends on its configuration';
    const outcome: Outcome = { ...failed, status: 'unknown', reason: 'unverified', message };
    expect(cause({ touch: prefetched, task: { ...task, outcome } })).toContain(`could not be told: ${message}`);
  });

  test('after the purge of the same task is told as that, not as purged', () => {
    const touch = { ...refreshed };
    const order = { type: 'file', mode: 'delete', thenPrefetch: true } as const;
    expect(cause({ touch, task: { ...task, order, outcome: failed } })).toContain('the last fetch failed here');
  });

  test('before a directory was purged is told as purged', () => {
    expect(cause({ touch: prefetched, task: { ...task, outcome: failed }, above: directory })).toContain('the directory');
  });
});

describe('What is over', () => {
  test('by what this node’s own response told', () => {
    const outcome = { ...succeeded, freshForS: 1 };
    expect(cause({ state: 'expired', touch: prefetched, task: { ...task, outcome } })).toBe(
      'its time is over since 2026-11-24T08:00:01Z: fetched at 2026-11-24T08:00:00Z by task 01FETCH, fresh for 1 s',
    );
    expect(cause({ touch: prefetched, task: { ...task, outcome } })).toMatch(/and dropped since$/);
  });

  test('by what is remembered, once the task is forgotten', () => {
    expect(cause({ touch: { ...prefetched, freshUntilS: fetchedAtS + 600 } })).toContain('fresh for 10 min');
  });

  test('where the node says so, and nobody knows for how long it was fresh', () => {
    expect(cause({ state: 'expired', touch: prefetched, task })).toBe('its time is over: fetched at 2026-11-24T08:00:00Z by task 01FETCH');
  });

  test('not before its time', () => {
    const outcome = { ...succeeded, freshForS: 7200 };
    expect(cause({ touch: prefetched, task: { ...task, outcome } })).toContain('gone before its time');
  });
});

describe('What a node has lost', () => {
  const record = { node: 'edge-a', syncedAtS: 0, replay: [], drained: false } as const;

  test('while it was away', () => {
    const sinceMs = (fetchedAtS + 1800) * 1000;
    expect(cause({ touch: prefetched, task, record: { ...record, state: 'ready', sinceMs } })).toContain(
      'ready since 2026-11-24T08:30:00Z only',
    );
    expect(cause({ touch: prefetched, task, record: { ...record, state: 'warming', sinceMs } })).toContain(
      '(warming since 2026-11-24T08:30:00Z)',
    );
  });

  test('though it was there all the time, was evicted', () => {
    const sinceMs = (fetchedAtS - 86_400) * 1000;
    expect(cause({ touch: prefetched, task, record: { ...record, state: 'ready', sinceMs } })).toMatch(
      /^it was proven to be here at 2026-11-24T08:00:00Z, 1 h ago \(task 01FETCH\), and is gone before its time: evicted\. Most likely: .*inactive=/,
    );
  });

  test('though it became ready in the very second in which it was filled, was evicted', () => {
    const sinceMs = fetchedAtS * 1000 + 999;
    expect(cause({ touch: prefetched, task, record: { ...record, state: 'ready', sinceMs } })).toContain('evicted');
  });

  test('or never had, where only its headers said that it stored it', () => {
    const outcome: Outcome = { ...succeeded, verdict: 'stored-likely' };
    expect(cause({ touch: prefetched, task: { ...task, outcome } })).toContain('evicted, or never stored against what its response says');
    const { verdict: _verdict, ...unjudged } = succeeded;
    expect(cause({ touch: prefetched, task: { ...task, outcome: unjudged } })).toContain('whether it was stored then is not recorded');
  });

  test.each([
    ['nginx', /proxy_cache_min_uses/],
    ['varnish', /nuke_limit/],
    ['trafficserver', /max_doc_size/],
    ['squid', /See: cache_mem/],
    ['auto', /the size of its store/],
  ])('on %s: its own words say where to look', (cache, hint) => {
    expect(cause({ touch: prefetched, task, cache })).toMatch(hint);
  });

  test('on Squid, larger than its limit unless set', () => {
    const outcome = { ...succeeded, bodyBytes: 5_000_000 };
    expect(cause({ touch: prefetched, task: { ...task, outcome }, cache: 'squid' })).toContain(
      'Most likely too large: maximum_object_size',
    );
  });

  test('on nginx, shortly after it was fetched, not by inactive= first of all', () => {
    expect(cause({ touch: prefetched, task, nowS: fetchedAtS + 30 })).toContain('See: max_size=');
  });
});

test('Of a node that can not be asked nothing is guessed where the records would have it be there', () => {
  expect(cause({ state: 'unknown', touch: prefetched, task })).toBeUndefined();
  expect(cause({ state: 'unknown', touch: refreshed, task: purge })).toContain('it was purged at');
});
