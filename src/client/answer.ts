import type * as z from 'zod';
import { AnswerUnreadable } from './errors.ts';
import type { RawAnswer } from './exchange.ts';

/**
 * Checks an answer by the schema of its action, so that the types hold; fields that are not in it (of a newer
 * server) are dropped. Throws AnswerUnreadable.
 */
export function readAnswer<S extends z.ZodObject>(schema: S, action: string, { fields, ...marks }: RawAnswer): z.output<S> {
  const result = schema.safeParse(fields);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'the whole' : issue.path.join('.');
  throw new AnswerUnreadable(
    `The answer of ${action} is not what this client knows: ${place}: ${issue?.message ?? 'unknown fault'}`,
    marks,
  );
}
