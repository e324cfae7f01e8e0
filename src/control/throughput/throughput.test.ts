import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../tasks/outcome.ts';
import type { Report } from '../../tasks/work.ts';
import { had } from '../testing/fakequeue.ts';
import { stretchS } from './hour.ts';
import { type Origin, Throughput } from './throughput.ts';

const startMs = 1_800_000_000_000;
const hourS = 3600;

/** Figures with a clock that the test turns. */
class Scene {
  nowMs = startMs;
  origin: Origin | undefined = { domain: 'cdn.test', node: 'edge-a', does: 'pull' };
  readonly throughput = new Throughput(() => this.nowMs);

  ended(urlId: number, outcome: Partial<Outcome> = {}, nodeIndex = 0): void {
    this.#take({ kind: 'ended', task: 1, urlId, nodeIndex, item: 'i', outcome: { ...had, ...outcome } });
  }

  advanced(urlId: number, receivedBytes: number, expectedBytes?: number, task = 1): void {
    const more = expectedBytes === undefined ? {} : { expectedBytes };
    this.#take({ kind: 'advanced', task, urlId, nodeIndex: 0, item: 'i', receivedBytes, ...more });
  }

  read(periodS = 60, by: 'all' | 'node' | 'domain' = 'all', only: { domains?: string[]; nodes?: string[] } = {}) {
    const domains = new Set(only.domains ?? ['cdn.test', 'img.test']);
    return this.throughput.read({ domains, ...(only.nodes && { nodes: new Set(only.nodes) }), periodS, by }).series;
  }

  /** All of the hour. */
  sum(only: Parameters<Scene['read']>[2] = {}): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { tally } of this.read(60, 'all', only).get('') ?? []) {
      for (const [name, value] of Object.entries(tally)) if (value !== 0) sums[name] = (sums[name] ?? 0) + value;
    }
    return sums;
  }

  #take(report: Report): void {
    this.throughput.take([report], () => this.origin);
  }
}

describe('the last hour', () => {
  test('counts what came of pulls and of purges apart', () => {
    const scene = new Scene();
    scene.ended(1);
    scene.ended(2, { wasThere: true });
    scene.ended(3, { status: 'failed', bodyBytes: 5, wasThere: true });
    scene.ended(4, { status: 'unknown', bodyBytes: 0 });
    scene.origin = { domain: 'cdn.test', node: 'edge-a', does: 'purge' };
    scene.ended(5, { bodyBytes: 0 });
    scene.ended(6, { bodyBytes: 0, status: 'failed' });
    scene.ended(7, { bodyBytes: 0, status: 'unknown' });
    expect(scene.sum()).toEqual({ bytes: 2 * 4096 + 5, succeeded: 2, hits: 1, failed: 1, unknown: 1, purged: 1, purgesFailed: 2 });
  });

  test('counts bytes when they come, each once, and those of an attempt that began anew too', () => {
    const scene = new Scene();
    scene.advanced(1, 1000, 4096);
    scene.advanced(1, 3000, 4096);
    expect(scene.sum()).toEqual({ bytes: 3000 });
    scene.ended(1);
    expect(scene.sum()).toEqual({ bytes: 4096, succeeded: 1 });
    scene.advanced(2, 500);
    scene.advanced(2, 100);
    scene.ended(2, { bodyBytes: 200 });
    expect(scene.sum()).toEqual({ bytes: 4096 + 500 + 200, succeeded: 2 });
  });

  test('leaves out what is out no longer', () => {
    const scene = new Scene();
    scene.origin = undefined;
    scene.advanced(1, 1000, 2000);
    scene.ended(1);
    expect(scene.sum()).toEqual({});
    expect(scene.throughput.flowOf(1)).toEqual({ receivedBytes: 0, expectedBytes: 0, bytesPerSecond: 0 });
  });

  test.each([30, 60, 90, 300, 420, 600])(
    'in periods of %i s is an hour long, goes on to now, and misses and doubles nothing',
    (periodS) => {
      const scene = new Scene();
      for (let at = 0; at < 2 * hourS; at += 17) {
        scene.nowMs = startMs + at * 1000;
        scene.ended(at, { bodyBytes: 1 });
        const periods = scene.read(periodS).get('') ?? [];
        expect(Math.abs(periods.length - hourS / periodS)).toBeLessThan(1);
        const nowS = scene.nowMs / 1000;
        const last = periods.at(-1)?.beginS ?? 0;
        expect(last % periodS).toBe(0);
        expect(nowS - last).toBeLessThan(periodS);
        const firstS = periods[0]?.beginS ?? 0;
        const expected = Array.from({ length: at / 17 + 1 }, (_, index) => index * 17).filter((past) => startMs / 1000 + past >= firstS);
        expect(periods.reduce((sum, { tally }) => sum + tally.bytes, 0)).toBe(expected.length);
      }
    },
  );

  test('is forgotten after it', () => {
    const scene = new Scene();
    scene.ended(1);
    scene.nowMs += (hourS + stretchS) * 1000;
    expect(scene.sum()).toEqual({});
    scene.nowMs += 24 * hourS * 1000;
    scene.ended(2);
    expect(scene.sum()).toMatchObject({ succeeded: 1 });
  });

  test('is told for all, for each node or each domain, and of those only that are asked for', () => {
    const scene = new Scene();
    for (const [domain, node, count] of [
      ['cdn.test', 'edge-a', 1],
      ['cdn.test', 'edge-b', 2],
      ['img.test', 'edge-b', 4],
      ['secret.test', 'edge-b', 8],
    ] as const) {
      scene.origin = { domain, node, does: 'pull' };
      for (let url = 0; url < count; url += 1) scene.ended(url);
    }
    const counts = (by: 'node' | 'domain') =>
      Object.fromEntries(
        [...scene.read(600, by)].map(([name, periods]) => [name, periods.reduce((sum, { tally }) => sum + tally.succeeded, 0)]),
      );
    expect(counts('node')).toEqual({ 'edge-a': 1, 'edge-b': 6 });
    expect(counts('domain')).toEqual({ 'cdn.test': 3, 'img.test': 4 });
    expect(scene.sum()['succeeded']).toBe(7);
    expect(scene.sum({ domains: ['img.test'] })['succeeded']).toBe(4);
    expect(scene.sum({ nodes: ['edge-a'] })['succeeded']).toBe(1);
    expect(new Scene().read().get('')).toHaveLength(60);
    expect(new Scene().read(60, 'node').size).toBe(0);
  });
});

describe('what flows of a task', () => {
  test('are its bodies under way and the bytes of the last seconds', () => {
    const scene = new Scene();
    scene.advanced(1, 1000, 4000);
    scene.advanced(2, 500);
    scene.advanced(3, 7, 7, 2);
    expect(scene.throughput.flowOf(1)).toEqual({ receivedBytes: 1500, expectedBytes: 4000, bytesPerSecond: 1500 });
    scene.nowMs += 2000;
    scene.advanced(1, 4000, 4000);
    expect(scene.throughput.flowOf(1)).toMatchObject({ receivedBytes: 4500, bytesPerSecond: 1500 });
    scene.nowMs += 8000;
    expect(scene.throughput.flowOf(1).bytesPerSecond).toBe(300);
    scene.nowMs += 2000;
    expect(scene.throughput.flowOf(1).bytesPerSecond).toBe(0);
    expect(scene.throughput.flowOf(2)).toMatchObject({ receivedBytes: 7 });
  });

  test('is nothing once it has ended, or the engine is gone', () => {
    const scene = new Scene();
    scene.advanced(1, 1000, 4000);
    scene.advanced(9, 1000, 4000, 2);
    scene.throughput.ended(1);
    expect(scene.throughput.flowOf(1)).toEqual({ receivedBytes: 0, expectedBytes: 0, bytesPerSecond: 0 });
    scene.throughput.lost();
    expect(scene.throughput.flowOf(2)).toMatchObject({ receivedBytes: 0, expectedBytes: 0 });
  });
});
