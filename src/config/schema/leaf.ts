import { z } from 'zod';

/** Says that a value is not accepted; `detail` is what is wrong with it, when that is not plain to see (`has a path`). */
export class Refused {
  readonly detail: string | undefined;
  constructor(detail?: string) {
    this.detail = detail;
  }
}

/**
 * A single value. `accepts` completes the sentence "accepted: …". `read` gets text, a number, a boolean or null,
 * never undefined. The issue carries both for faults.ts; what was given is looked up where it stands.
 */
export function leaf<T>(accepts: string, read: (value: unknown) => T | Refused) {
  return z
    .unknown()
    .transform((value, context): T => {
      const result = value === undefined ? new Refused() : read(value);
      if (!(result instanceof Refused)) return result;
      context.issues.push({ code: 'custom', input: value, message: accepts, params: { detail: result.detail } });
      return z.NEVER;
    })
    .meta({ accepts });
}

/** A value that no message may show. */
export function secret<T>(accepts: string, read: (value: unknown) => T | Refused) {
  return leaf(accepts, read).meta({ secret: true });
}

/** Text, read further by `read`. */
export function fromText<T>(read: (text: string) => T | Refused): (value: unknown) => T | Refused {
  return (value) => {
    if (typeof value !== 'string') return new Refused();
    return value === '' ? new Refused('is empty') : read(value);
  };
}

/** Text of free choice. What looks like a number or a boolean must be quoted: YAML has changed it already (007, 1e3, true). */
export function freeText(accept: (text: string) => boolean): (value: unknown) => string | Refused {
  const read = fromText((text) => (accept(text) ? text : new Refused()));
  return (value) => (typeof value === 'number' || typeof value === 'boolean' ? new Refused('is not text; put it in quotes') : read(value));
}

export function matching(pattern: RegExp): (value: unknown) => string | Refused {
  return freeText((text) => pattern.test(text));
}

/** Text for people, one line. */
export function label(maxLength: number) {
  return leaf(
    `text of 1 to ${maxLength} characters on one line`,
    freeText((text) => text.length <= maxLength && !/\p{Cc}/u.test(text)),
  );
}

export function oneOf<const T extends string>(values: readonly T[]) {
  return leaf(
    values.join(', ').replace(/, ([^,]*)$/, ' or $1'),
    fromText((text) => values.find((value) => value === text) ?? new Refused()),
  );
}

export function yesNo() {
  return leaf('true or false', (value) => {
    if (typeof value === 'boolean') return value;
    // From ${NAME} everything comes as text.
    if (value === 'true' || value === 'false') return value === 'true';
    return new Refused();
  });
}
