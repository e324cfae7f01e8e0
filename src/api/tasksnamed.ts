import type { Params } from '../wire/json.ts';

/** As control makes TaskIds (ULID). Anything else that a caller sends as one has no place in the log. */
const taskIdPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** The one task that a call is about: what its answer names goes before what it asked for. Undefined: none, or several. */
export function taskNamed(answer: object, params: Params): string | undefined {
  if ('TaskId' in answer && typeof answer.TaskId === 'string' && answer.TaskId !== '') return answer.TaskId;
  const named = [...params].filter(([name]) => /^TaskId(\.\d+)?$/.test(name)).flatMap(([, value]) => value);
  const [only] = named;
  return named.length === 1 && typeof only === 'string' && taskIdPattern.test(only) ? only : undefined;
}
