import { expect, test } from 'vitest';
import type { JsonValue } from '../wire/json.ts';
import { taskNamed } from './tasksnamed.ts';

const one = '01KJ0000000000000000000001';
const other = '01KJ0000000000000000000002';

test.each<[string, object, [string, JsonValue][], string | undefined]>([
  ['the task that a submit made', { TaskId: one }, [], one],
  ['the new one of a retry', { TaskId: one }, [['TaskId', other]], one],
  ['the one that was asked for', {}, [['TaskId', one]], one],
  ['the one of a form’s list', {}, [['TaskId.0', one]], one],
  ['the one of a list in JSON', {}, [['TaskId', [one]]], one],
  [
    'none of several',
    {},
    [
      ['TaskId.0', one],
      ['TaskId.1', other],
    ],
    undefined,
  ],
  ['none of a dry run', { TaskId: '' }, [], undefined],
  ['nothing that is no TaskId', {}, [['TaskId', 'x"\n{"level":"error"}']], undefined],
  ['none where there is none', {}, [['Url', one]], undefined],
])('a call is about %s', (_, answer, params, expected) => {
  expect(taskNamed(answer, new Map(params))).toBe(expected);
});
