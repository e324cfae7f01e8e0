import type { Findings, Look } from '../../probe/findings.ts';

/** All findings, for programs: names as the API writes them, headers as lists, since their own names are data. */
export function findingsInJson(address: string, url: string, findings: Findings): unknown {
  const { object, entry } = findings;
  return spelled({
    address,
    url,
    ...findings,
    object: { ...object, first: lookOf(object.first), ...(object.second !== undefined && { second: lookOf(object.second) }) },
    entry: undefined,
    node: new Verbatim(entry),
  });
}

function lookOf({ answer, ...look }: Look): object {
  const headers = Object.entries(answer.headers).flatMap(([name, value = []]) =>
    (typeof value === 'string' ? [value] : value).map((line) => ({ name, value: line })),
  );
  return { ...look, answer: { ...answer, headers } };
}

/** Of the configuration, whose keys are spelt as they are. */
class Verbatim {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

function spelled(value: unknown): unknown {
  if (value instanceof Verbatim) return value.value;
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), spelled(inner)]));
}
