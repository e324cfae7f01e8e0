import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLines } from './jsonlines.ts';

test('the lines are those of JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = jsonLines(value)
        .map(
          ({ depth, name, text: shown, hasComma }) =>
            `${'  '.repeat(depth)}${name === undefined ? '' : `${JSON.stringify(name)}: `}${shown}${hasComma ? ',' : ''}`,
        )
        .join('\n');
      expect(text).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test('a field is described once, where it first stands', () => {
  const lines = jsonLines({
    TaskList: [
      { TaskId: 'a', Urls: [{ Url: 'x' }] },
      { TaskId: 'b', Urls: [] },
    ],
    RetCode: 0,
  });
  expect(lines.filter(({ isFirst }) => isFirst).map(({ path }) => path)).toEqual([
    'TaskList',
    'TaskList[].TaskId',
    'TaskList[].Urls',
    'TaskList[].Urls[].Url',
    'RetCode',
  ]);
});
