import { z } from 'zod';

/** A map with known keys only. A wrong kind of value is told like any other: by what is accepted. */
export function section<S extends z.core.$ZodLooseShape>(shape: S) {
  const accepts = `a map with ${Object.keys(shape).slice(0, 4).join(', ')}${Object.keys(shape).length > 4 ? ', …' : ''}`;
  return z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? accepts : undefined) });
}

export function listOf<T extends z.core.SomeType>(item: T, accepts: string) {
  return z.array(item, { error: (issue) => (issue.code === 'invalid_type' ? accepts : undefined) });
}

export function nonEmptyListOf<T extends z.core.SomeType>(item: T, accepts: string) {
  return listOf(item, accepts).min(1, { error: accepts });
}
