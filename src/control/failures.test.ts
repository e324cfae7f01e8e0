import { expect, test } from 'vitest';
import type { TroubledUrl } from '../store/store.ts';
import type { Outcome } from '../tasks/outcome.ts';
import { maxGroups, maxLines, taskFailures } from './failures.ts';

const had: Outcome = { status: 'succeeded', httpStatus: 200, bodyBytes: 4, attempts: 1, elapsedMs: 3 };
const gone: Outcome = { ...had, status: 'failed', reason: 'http_status', httpStatus: 404, message: 'the origin answered 404' };
const late = (ms: number): Outcome => ({ ...had, status: 'failed', reason: 'timeout', message: `nothing came within ${ms} ms` });

function line(id: number, ...outcomes: (Outcome | undefined)[]): TroubledUrl {
  const nodes = outcomes.map((outcome, place) => (outcome === undefined ? { node: `edge-${place}` } : { node: `edge-${place}`, outcome }));
  return { id, text: `http://cdn.test/${id}`, status: 'failed', progress: 0, finishedAtS: 0, nodes };
}

function storeOf(lines: readonly TroubledUrl[]) {
  const reads: number[] = [];
  const readTroubled = async (_task: number, after: number, limit: number) => {
    reads.push(after);
    return lines.filter(({ id }) => id > after).slice(0, limit);
  };
  return { reads, readTroubled };
}

test('alike is what has the same reason, status and words but for their figures; the most frequent comes first', async () => {
  const found = await taskFailures(storeOf([line(1, late(30), gone, had), line(2, gone, gone, undefined), line(7, late(45))]), 1);
  expect(found).toEqual({
    groups: [
      {
        status: 'failed',
        reason: 'http_status',
        httpStatus: 404,
        message: 'the origin answered 404',
        outcomes: 3,
        urls: 2,
        nodes: [
          { node: 'edge-1', outcomes: 2 },
          { node: 'edge-0', outcomes: 1 },
        ],
        url: 'http://cdn.test/1',
        node: 'edge-1',
      },
      {
        status: 'failed',
        reason: 'timeout',
        httpStatus: 200,
        message: 'nothing came within 30 ms',
        outcomes: 2,
        urls: 2,
        nodes: [{ node: 'edge-0', outcomes: 2 }],
        url: 'http://cdn.test/1',
        node: 'edge-0',
      },
    ],
    otherOutcomes: 0,
    lines: 3,
    isWhole: true,
  });
});

test('what can not be known and what may not be stored are told apart from what failed otherwise', async () => {
  const unknown: Outcome = { ...gone, status: 'unknown' };
  const uncacheable: Outcome = { ...gone, verdict: 'uncacheable' };
  const { groups } = await taskFailures(storeOf([line(1, gone, unknown, uncacheable)]), 1);
  expect(groups.map(({ status, verdict, outcomes }) => [status, verdict, outcomes])).toEqual([
    ['failed', undefined, 1],
    ['unknown', undefined, 1],
    ['failed', 'uncacheable', 1],
  ]);
});

test('of too many kinds the first are told, and how many are left out', async () => {
  const odd = Array.from({ length: maxGroups + 7 }, (_, place) =>
    line(place + 1, { ...gone, message: String.fromCodePoint(0x4e00 + place) }),
  );
  const found = await taskFailures(storeOf([...odd, line(999, { ...gone, message: String.fromCodePoint(0x4e00) })]), 1);
  expect(found.groups).toHaveLength(maxGroups);
  expect(found.groups[0]).toMatchObject({ outcomes: 2, urls: 2 });
  expect(found.otherOutcomes).toBe(7);
});

test('a great many lines are read page by page, up to a bound', async () => {
  const many = Array.from({ length: maxLines + 600 }, (_, place) => place + 1);
  const one = line(1, gone);
  let reads = 0;
  const found = await taskFailures(
    {
      async readTroubled(_task, after, limit) {
        reads += 1;
        return many.slice(after, after + limit).map((id) => Object.assign(Object.create(one), one, { id }));
      },
    },
    1,
  );
  expect(found).toMatchObject({ lines: maxLines, isWhole: false, groups: [{ outcomes: maxLines, urls: maxLines }] });
  expect(reads).toBe(maxLines / 100);
});
