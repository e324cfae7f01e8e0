import { expect, test } from 'vitest';
import { isEnded, noCounts, rollUp, statuses, type Status } from './status.ts';

const rows: [counts: Partial<Record<Status, number>>, whole: Status][] = [
  [{ waiting: 3 }, 'waiting'],
  [{ waiting: 2, running: 1 }, 'running'],
  [{ waiting: 2, succeeded: 1 }, 'running'],
  [{ waiting: 1, failed: 2 }, 'running'],
  [{ running: 1, unknown: 2 }, 'running'],
  [{ succeeded: 3 }, 'succeeded'],
  [{ succeeded: 2, failed: 1 }, 'failed'],
  [{ succeeded: 2, unknown: 1 }, 'unknown'],
  [{ failed: 1, unknown: 1 }, 'failed'],
  [{ unknown: 1 }, 'unknown'],
  [{}, 'succeeded'],
];

test.each(rows)('parts %j make a whole that is %s', (counts, whole) => {
  expect(rollUp({ ...noCounts(), ...counts })).toBe(whole);
});

test('three statuses are an end, two are not', () => {
  expect(statuses.filter(isEnded)).toEqual(['succeeded', 'failed', 'unknown']);
});
