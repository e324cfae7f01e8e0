import { describe, expect, test } from 'vitest';
import type { NodeLoad } from '../../tasks/load.ts';
import type { Sighting } from '../../tasks/look.ts';
import type { Outcome, Reason } from '../../tasks/outcome.ts';
import type { WorkItem } from '../../tasks/work.ts';
import { had } from '../testing/fakequeue.ts';
import { domain, node, scene as sceneWith, target, targets, type Scene } from '../testing/scene.ts';
import { replayProject } from './replaytask.ts';

const up: NodeLoad = { inFlight: 0, waiting: 0, succeeded: 0, failed: 0, bodyBytes: 0 };
const refused = { reason: 'connect', message: 'no connection to 10.0.0.1:80', sinceMs: 5 } as const;
const down: NodeLoad = { ...up, down: refused };

function failed(reason: Reason): Outcome {
  return { status: 'failed', reason, message: `failed: ${reason}`, bodyBytes: 0, attempts: 1, elapsedMs: 1 };
}

const keepWarm = { hours: 24, maxUrls: 1000 };
/** Looks often how far nodes are. */
function scene(options: Parameters<typeof sceneWith>[0], nowMs: () => number = Date.now, sampleEveryMs = 3_600_000): Promise<Scene> {
  return sceneWith(options, nowMs, { ledgerEveryMs: 10, sampleEveryMs });
}

const one = { nodes: [node('a')], domains: [domain('cdn.test', ['a'], { keepWarm })] };

/** Whatever was to come of what is known has come: a few passes have gone by. */
async function passes(s: Scene): Promise<void> {
  const from = s.queue.loadsAsked;
  await expect.poll(() => s.queue.loadsAsked, { timeout: 10_000 }).toBeGreaterThan(from + 30);
}

function stateOf(s: Scene, name = 'a'): string | undefined {
  return s.control.nodeLedger(name)?.state;
}

async function becomes(s: Scene, state: string, name = 'a'): Promise<void> {
  await expect.poll(() => stateOf(s, name), { timeout: 10_000 }).toBe(state);
}

/** What is out, as `purge object a`, with its paths. */
function seen(items: readonly WorkItem[]): [string, string[]][] {
  return items.map((item) => [
    item.kind === 'purge' ? `purge ${item.scope} ${item.mode} ${item.node}` : `pull ${item.node}`,
    item.urls.map(({ url }) => url.slice('http://cdn.test'.length)),
  ]);
}

/** Prefetches and ends it everywhere. */
async function warmed(s: Scene, urls: readonly string[], outcome: Outcome = { ...had, freshForS: 3600 }): Promise<void> {
  const taskId = await s.submit(urls.map((path) => target(`http://cdn.test${path}`)));
  await endAll(s, outcome);
  await expect.poll(async () => (await s.task(taskId)).status).not.toBe('running');
}

async function purged(s: Scene, urls: readonly string[], outcome: Outcome = had, type: 'file' | 'dir' = 'file'): Promise<void> {
  const taskId = await s.refresh(
    urls.map((path) => target(`http://cdn.test${path}`)),
    { type },
  );
  await endAll(s, outcome);
  await expect.poll(async () => (await s.task(taskId)).status).not.toBe('running');
}

/** Ends all that goes out until nothing more does. */
async function endAll(s: Scene, outcome: Outcome): Promise<void> {
  await expect.poll(() => s.queue.items.length, { timeout: 10_000 }).toBeGreaterThan(0);
  while (s.queue.items.length > 0) {
    await s.queue.end([...s.queue.items], outcome);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function goesAwayAndComesBack(s: Scene, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  s.queue.nodeLoads.set('a', down);
  expect(stateOf(s)).toBe('away');
  await meanwhile();
  s.queue.nodeLoads.set('a', up);
}

describe('A node that was away', () => {
  test('is away at the moment in which that is told, and says why', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    s.queue.nodeLoads.set('a', down);
    expect(s.control.nodeLedger('a')).toMatchObject({ state: 'away', openUrls: 0, because: refused.message });
    expect(s.control.nodes()[0]?.ledger).toMatchObject({ state: 'away' });
    expect(s.control.nodeLedger('b')).toBeUndefined();
  });

  test('forgets first what was purged meanwhile, then gets what it should hold, then is ready', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    await warmed(s, ['/kept', '/gone', '/dir/gone', '/late']);
    await goesAwayAndComesBack(s, async () => {
      await purged(s, ['/gone', '/once'], failed('connect'));
      await s.refresh([target('http://cdn.test/gone')], { mode: 'expire' });
      await endAll(s, failed('connect'));
    });
    const purges = await s.out(2);
    expect(new Map(seen(purges))).toEqual(
      new Map([
        ['purge object delete a', ['/once']],
        ['purge object expire a', ['/gone']],
      ]),
    );
    await expect.poll(() => s.control.nodeLedger('a')).toMatchObject({ state: 'purging', openUrls: 2, because: refused.message });
    await s.queue.end(purges.slice(0, 1));
    await expect.poll(() => s.control.nodeLedger('a')).toMatchObject({ state: 'purging', openUrls: 1 });
    await s.queue.end(purges.slice(1));
    await becomes(s, 'warming');
    const [pull] = await s.out(1);
    // The latest last: those are what a cache that is too small keeps.
    expect(seen(pull === undefined ? [] : [pull])).toEqual([['pull a', expect.arrayContaining(['/kept', '/dir/gone', '/late'])]]);
    expect(pull?.urls).toHaveLength(3);
    await endAll(s, had);
    await becomes(s, 'ready');
    expect((await s.control.listTasks({ project: 'org-main', window: { beginS: 0, endS: 4e9 } }, { offset: 0, limit: 10 })).length).toBe(3);
  });

  test('gets nothing that was for other nodes only, and forgets what was purged there', async () => {
    await using s = await scene({ nodes: [node('a'), node('b')], domains: [domain('cdn.test', ['a', 'b'], { keepWarm })] });
    await becomes(s, 'ready');
    await warmed(s, ['/all', '/both']);
    const urls = (...paths: string[]) => paths.map((path) => target(`http://cdn.test${path}`));
    const only = { project: 'org-main', by: 'key', selection: { names: ['b'] } } as const;
    const headers = [{ name: 'Accept-Encoding', value: 'br' }] as const;
    await goesAwayAndComesBack(s, async () => {
      await s.control.submitPrefetch({ ...only, urls: urls('/b-only', '/both') });
      await endAll(s, had);
      await s.control.submitPrefetch({ project: 'org-main', by: 'key', urls: urls('/br-only'), headers });
      await endAll(s, had);
      const order = { type: 'file', mode: 'delete', thenPrefetch: false } as const;
      await s.control.submitRefresh({ ...only, urls: urls('/all'), order });
      await endAll(s, had);
    });
    expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/all']]]);
    await s.queue.end([...s.queue.items]);
    expect(seen(await s.out(1))).toEqual([['pull a', expect.arrayContaining(['/all', '/both'])]]);
    expect(s.queue.items[0]?.urls).toHaveLength(2);
    await endAll(s, had);
    await becomes(s, 'ready');
  });

  test('replays no URL of a directory that was purged after it was warmed', async () => {
    let nowMs = Date.now();
    await using s = await scene(one, () => nowMs);
    await becomes(s, 'ready');
    await warmed(s, ['/dir/old', '/dir/sub/old?q=/x', '/else']);
    nowMs += 5000;
    await purged(s, ['/dir/'], had, 'dir');
    nowMs += 5000;
    await warmed(s, ['/dir/new']);
    await goesAwayAndComesBack(s);
    expect(seen(await s.out(1))).toEqual([['purge subtree delete a', ['/dir/']]]);
    await s.queue.end([...s.queue.items]);
    expect(seen(await s.out(1))).toEqual([['pull a', ['/else', '/dir/new']]]);
  });

  test('is ready when each URL has ended, however: a 404 holds nobody back, nor does a purge that it can’t do', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    await warmed(s, ['/a']);
    await goesAwayAndComesBack(s, () => purged(s, ['/b'], failed('connect')));
    await s.queue.end(await s.out(1), failed('unsupported'));
    await becomes(s, 'warming');
    await s.queue.end(await s.out(1), failed('http_status'));
    await becomes(s, 'ready');
    expect(s.control.nodeLedger('a')?.because).toBeUndefined();
  });

  test('is away again when its purges can’t reach it, and replays them once more', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    await goesAwayAndComesBack(s, () => purged(s, ['/b'], failed('connect')));
    expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/b']]]);
    await becomes(s, 'purging');
    await s.queue.end([...s.queue.items], failed('connect'));
    expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/b']]]);
    expect(stateOf(s)).not.toBe('ready');
    await s.queue.end([...s.queue.items]);
    await becomes(s, 'ready');
  });

  test('is not ready while a refresh of that time still runs against it; one that came later is no matter', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    s.queue.nodeLoads.set('a', down);
    await becomes(s, 'away');
    await s.refresh([target('http://cdn.test/old')]);
    const [before] = await s.out(1);
    s.queue.nodeLoads.set('a', up);
    await expect.poll(() => s.log.info.mock.calls.length).toBeGreaterThan(0);
    await passes(s);
    expect(stateOf(s)).toBe('away');
    await s.refresh([target('http://cdn.test/new')]);
    await s.out(2);
    await s.queue.end(before === undefined ? [] : [before]);
    // What ended there is purged once more: whether that was before or after it came back is not known. So is what has only begun.
    await becomes(s, 'purging');
    await expect.poll(() => seen(s.queue.items)).toContainEqual(['purge object delete a', ['/new', '/old']]);
    await s.queue.end(s.queue.items.filter(({ lane }) => lane === replayProject));
    await becomes(s, 'ready');
    expect(seen(s.queue.items)).toEqual([['purge object delete a', ['/new']]]);
  });

  test('gets what was prefetched while it was away before it is ready, where the domain keeps what is warm', async () => {
    await using s = await scene(one);
    s.queue.nodeLoads.set('a', up);
    await becomes(s, 'ready');
    await passes(s);
    s.queue.nodeLoads.set('a', down);
    await becomes(s, 'away');
    await s.submit([target('http://cdn.test/new')]);
    await s.out(1);
    s.queue.nodeLoads.set('a', up);
    await becomes(s, 'warming');
    await passes(s);
    expect(stateOf(s)).toBe('warming');
    await endAll(s, had);
    await becomes(s, 'ready');
  });

  test('is called ready after readyMaxMs, a crash of forewarm or not, whatever it has not got by then; the rest goes on', async () => {
    let nowMs = Date.now();
    await using s = await scene({ ...one, readyMaxMs: 60_000 }, () => nowMs);
    await becomes(s, 'ready');
    await warmed(s, ['/a']);
    await goesAwayAndComesBack(s, async () => {
      nowMs += 600_000;
    });
    await becomes(s, 'warming');
    nowMs += 59_000;
    await passes(s);
    expect(stateOf(s)).toBe('warming');
    await s.restart();
    await s.out(1);
    expect(stateOf(s)).toBe('warming');
    nowMs += 1000;
    await becomes(s, 'ready');
    expect(seen(s.queue.items)).toEqual([['pull a', ['/a']]]);
    expect(s.log.warn.mock.calls.at(-1)?.[1]).toContain('timeouts.readyMaxMs');
  });

  test('goes on with its replay after a crash of forewarm', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    await warmed(s, ['/a', '/b']);
    await goesAwayAndComesBack(s, () => purged(s, ['/c'], failed('connect')));
    await becomes(s, 'purging');
    await passes(s);
    await s.restart();
    s.queue.nodeLoads.set('a', up);
    expect(stateOf(s)).toBe('purging');
    expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/c']]]);
    await s.queue.end([...s.queue.items]);
    await becomes(s, 'warming');
    await passes(s);
    await s.restart();
    expect(stateOf(s)).toBe('warming');
    const [pull] = await s.out(1);
    expect(pull?.urls).toHaveLength(2);
    await endAll(s, had);
    await becomes(s, 'ready');
    await s.restart();
    expect(stateOf(s)).toBe('ready');
    await passes(s);
    expect(s.queue.items).toEqual([]);
  });

  test('stays away over a crash of forewarm while nothing is known of it', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    s.queue.nodeLoads.set('a', down);
    await becomes(s, 'away');
    await passes(s);
    await s.restart();
    await passes(s);
    expect(stateOf(s)).toBe('away');
    s.queue.nodeLoads.set('a', up);
    await becomes(s, 'ready');
  });

  test('replays only what was purged since it was up to date, by a replay or because it was there all along', async () => {
    let nowMs = Date.now();
    await using s = await scene(one, () => nowMs);
    await becomes(s, 'ready');
    await goesAwayAndComesBack(s, async () => {
      await purged(s, ['/1'], failed('connect'));
      nowMs += 600_000;
    });
    expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/1']]]);
    await endAll(s, had);
    await becomes(s, 'ready');
    await goesAwayAndComesBack(s);
    await becomes(s, 'ready');
    expect(s.queue.items).toEqual([]);

    await purged(s, ['/2']);
    nowMs += 600_000;
    await passes(s);
    nowMs += 1000;
    await passes(s);
    await goesAwayAndComesBack(s);
    await becomes(s, 'ready');
    expect(s.queue.items).toEqual([]);
  });

  test('purges with its edges what those may have pulled through it, if it is a shield; edges wait for it', async () => {
    await using s = await scene({
      nodes: [node('shield', { layer: 'mid' }), node('a')],
      domains: [domain('cdn.test', ['shield', 'a'], { keepWarm })],
    });
    await becomes(s, 'ready');
    await becomes(s, 'ready', 'shield');
    for (const name of ['shield', 'a']) s.queue.nodeLoads.set(name, down);
    await becomes(s, 'away');
    await becomes(s, 'away', 'shield');
    await purged(s, ['/x'], failed('connect'));
    for (const name of ['shield', 'a']) s.queue.nodeLoads.set(name, up);
    expect(seen(await s.out(1))).toEqual([['purge object delete shield', ['/x']]]);
    await passes(s);
    expect([stateOf(s, 'shield'), stateOf(s)]).toEqual(['purging', 'away']);
    await s.queue.end([...s.queue.items]);
    await becomes(s, 'ready', 'shield');
    await expect.poll(() => seen(s.queue.items)).toContainEqual(['purge object delete a', ['/x']]);
    await endAll(s, had);
    await becomes(s, 'ready');
  });
});

test('An edge that was there all along forgets what it may have pulled through a shield that came back, and stays ready', async () => {
  await using s = await scene({ nodes: [node('shield', { layer: 'mid' }), node('a')], domains: [domain('cdn.test', ['shield', 'a'])] });
  await becomes(s, 'ready');
  await becomes(s, 'ready', 'shield');
  s.queue.nodeLoads.set('shield', down);
  await becomes(s, 'away', 'shield');
  await purged(s, ['/x']);
  s.queue.nodeLoads.set('shield', up);
  expect(seen(await s.out(1))).toEqual([['purge object delete shield', ['/x']]]);
  await s.queue.end([...s.queue.items]);
  await becomes(s, 'ready', 'shield');
  expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/x']]]);
  expect(stateOf(s)).toBe('ready');
});

test('An edge that comes back waits some seconds for its shield, which may be back as well, and no longer', async () => {
  let nowMs = Date.now();
  await using s = await scene(
    { nodes: [node('shield', { layer: 'mid' }), node('a')], domains: [domain('cdn.test', ['shield', 'a'])] },
    () => nowMs,
  );
  await becomes(s, 'ready');
  await becomes(s, 'ready', 'shield');
  for (const name of ['shield', 'a']) s.queue.nodeLoads.set(name, down);
  await becomes(s, 'away');
  await becomes(s, 'away', 'shield');
  s.queue.nodeLoads.set('a', up);
  await passes(s);
  expect(stateOf(s)).toBe('away');
  nowMs += 10_000;
  await becomes(s, 'ready');
  expect(stateOf(s, 'shield')).toBe('away');
});

describe('A node that is merely slow, or has trouble with what it is asked for', () => {
  test.each([
    ['a fetch that broke off', { ...up, trouble: { ...refused, reason: 'truncated' } }],
    ['a fetch that could not be had', { ...up, trouble: refused }],
    ['a purge that has only begun', { ...up, trouble: refused, oldestPurgeMs: 100 }],
    ['a purge that waits for a fetch', { ...up, oldestPurgeMs: 60_000 }],
  ] as const)('stays ready: %s', async (_, load) => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    s.queue.nodeLoads.set('a', load);
    await passes(s);
    expect(stateOf(s)).toBe('ready');
  });

  test('is away when where it takes purges can’t be reached', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    s.queue.nodeLoads.set('a', { ...up, trouble: refused, oldestPurgeMs: 3000 });
    expect(stateOf(s)).toBe('away');
  });
});

describe('A node that is new in the configuration', () => {
  test('is ready at once while nothing is remembered', async () => {
    await using s = await scene(one);
    await becomes(s, 'ready');
    await passes(s);
    expect(s.queue.items).toEqual([]);
  });

  test('is warm before it is ready; one that was taken out and comes back has missed what came meanwhile', async () => {
    await using s = await scene({ ...one, nodes: [node('a'), node('b')] });
    await becomes(s, 'ready');
    await warmed(s, ['/a']);
    const two = { ...s.options, domains: [domain('cdn.test', ['a', 'b'], { keepWarm })] };
    s.control.reconfigure({ ...two, nodes: [node('a')], domains: one.domains });
    await expect.poll(() => stateOf(s, 'b')).toBeUndefined();
    await purged(s, ['/b']);
    s.control.reconfigure({
      ...two,
      nodes: [node('a'), node('b'), node('c')],
      domains: [domain('cdn.test', ['a', 'b', 'c'], { keepWarm })],
    });
    s.queue.nodeLoads.set('b', up);
    expect([stateOf(s), stateOf(s, 'b'), stateOf(s, 'c')]).toEqual(['ready', 'away', 'away']);
    const purges = await s.out(2);
    expect(new Map(seen(purges))).toEqual(
      new Map([
        ['purge object delete b', ['/b']],
        ['purge object delete c', ['/b']],
      ]),
    );
    await s.queue.end(purges);
    const pulls = await s.out(2);
    expect(new Map(seen(pulls))).toEqual(
      new Map([
        ['pull b', ['/a']],
        ['pull c', ['/a']],
      ]),
    );
    await s.queue.end(pulls);
    await becomes(s, 'ready', 'b');
    await becomes(s, 'ready', 'c');
  });
});

describe('An operator', () => {
  test('has a node replay everything that is remembered', async () => {
    await using s = await scene(one);
    s.queue.nodeLoads.set('a', up);
    await becomes(s, 'ready');
    await purged(s, ['/x']);
    await warmed(s, ['/a']);
    await s.control.resync('a', 'ops');
    expect(s.control.nodeLedger('a')).toMatchObject({ because: 'ops asked for a replay' });
    expect(stateOf(s)).not.toBe('ready');
    expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/x']]]);
    await endAll(s, had);
    await becomes(s, 'ready');
  });

  test('drains a node: its pulls are paused over restarts, and undrained it is brought up to date', async () => {
    await using s = await scene(one);
    s.queue.nodeLoads.set('a', up);
    await becomes(s, 'ready');
    await warmed(s, ['/a']);
    expect(await s.control.drain('a', true, 'ops')).toBe(true);
    expect(await s.control.drain('a', true, 'ops')).toBe(false);
    expect(s.queue.paused).toEqual([{ kind: 'node', name: 'a' }]);
    await s.control.pause({ kind: 'domain', name: 'cdn.test' }, 'ops');
    expect(s.queue.paused).toMatchObject([
      { kind: 'domain', name: 'cdn.test' },
      { kind: 'node', name: 'a' },
    ]);
    await s.restart();
    expect(s.queue.paused).toMatchObject([
      { kind: 'domain', name: 'cdn.test' },
      { kind: 'node', name: 'a' },
    ]);
    s.queue.nodeLoads.set('a', down);
    await purged(s, ['/x'], failed('connect'));
    s.queue.nodeLoads.set('a', up);
    await passes(s);
    expect(stateOf(s)).toBe('drained');
    expect(s.queue.items).toEqual([]);
    expect(await s.control.drain('a', false, 'ops')).toBe(true);
    expect(s.queue.paused).toMatchObject([{ kind: 'domain', name: 'cdn.test' }]);
    expect(seen(await s.out(1))).toEqual([['purge object delete a', ['/x']]]);
    await s.queue.end([...s.queue.items]);
    expect(seen(await s.out(1))).toEqual([['pull a', ['/a']]]);
    await endAll(s, had);
    await becomes(s, 'ready');
  });
});

describe('A store that was emptied while its cache ran', () => {
  const sighting = (state: Sighting['state']): Sighting => ({ state, because: 'said so' });

  async function sampled(states: readonly Sighting['state'][], nowMs: () => number = Date.now): Promise<Scene> {
    const s = await scene(one, nowMs, 20);
    s.queue.nodeLoads.set('a', up);
    await becomes(s, 'ready');
    await warmed(
      s,
      states.map((_, index) => `/${index}`),
    );
    s.queue.onLook = ({ urls }) =>
      urls.map(({ url }) => ({ url, variants: [sighting(states[Number(url.split('/').at(-1))] ?? 'unknown')] }));
    return s;
  }

  test('is found by what it no longer has, and filled again', async () => {
    await using s = await sampled(['absent', 'absent', 'absent', 'unknown', 'expired']);
    await becomes(s, 'warming');
    expect(s.control.nodeLedger('a')?.because).toBe('of 3 URLs of cdn.test that it should hold 3 were missing');
    const [pull] = await s.out(1);
    expect(pull?.urls).toHaveLength(5);
    s.queue.onLook = () => [];
    await endAll(s, had);
    await becomes(s, 'ready');
  });

  test.each([
    ['two that are missing may have been evicted', ['absent', 'absent', 'unknown']],
    ['some that are missing among others', ['absent', 'absent', 'absent', 'fresh']],
    ['a node that can’t be asked', ['unknown', 'unknown', 'unknown', 'unknown']],
    ['what has expired', ['expired', 'expired', 'expired', 'expired']],
  ] as const)('is not seen in %s', async (_, states) => {
    await using s = await sampled(states);
    let looks = 0;
    const { onLook } = s.queue;
    s.queue.onLook = (order) => {
      looks += 1;
      return onLook(order);
    };
    await expect.poll(() => looks).toBeGreaterThan(2);
    expect(stateOf(s)).toBe('ready');
  });

  test('is not filled for ever when it loses at once what it is given', async () => {
    let nowMs = Date.now();
    await using s = await sampled(['absent', 'absent', 'absent'], () => nowMs);
    await becomes(s, 'warming');
    await s.out(1);
    await endAll(s, had);
    await becomes(s, 'ready');
    await expect.poll(() => s.log.warn.mock.calls.at(-1)?.[1]).toContain('lost again');
    expect([stateOf(s), s.queue.items.length]).toEqual(['ready', 0]);
    nowMs += 600_000;
    await becomes(s, 'warming');
  });
});

test('A replay goes in tasks of two thousand URLs at most, in a lane of its own', async () => {
  await using s = await scene({ ...one, domains: [domain('cdn.test', ['a'], { keepWarm: { hours: 1, maxUrls: 2500 } })] });
  s.queue.nodeLoads.set('a', up);
  await becomes(s, 'ready');
  await s.submit(targets(3000));
  await endAll(s, had);
  await s.control.resync('a', 'ops');
  await expect.poll(() => s.control.nodeLedger('a'), { timeout: 10_000 }).toMatchObject({ state: 'warming', openUrls: 2500 });
  expect(new Set(s.queue.items.map(({ lane }) => lane))).toEqual(new Set([replayProject]));
  expect(new Set((await s.store.unfinishedTasks(replayProject, 'prefetch', 0, 10)).map(({ urlCount }) => urlCount))).toEqual(
    new Set([2000, 500]),
  );
});
