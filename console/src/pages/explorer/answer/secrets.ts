/** Fields of answers that are told once only. */
const secretFields: ReadonlySet<string> = new Set(['PrivateKey', 'SecurityToken']);

/** What stands in place of a secret. */
export const hidden = '•••';

/** An answer with its secrets hidden. */
export function withoutSecrets(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map((element: unknown) => withoutSecrets(element));
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]: [string, unknown]) => [
      name,
      secretFields.has(name) && typeof value === 'string' ? hidden : withoutSecrets(value),
    ]),
  );
}

export function hasSecrets(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.some((element: unknown) => hasSecrets(element));
  if (typeof answer !== 'object' || answer === null) return false;
  return Object.entries(answer).some(
    ([name, value]: [string, unknown]) => (secretFields.has(name) && typeof value === 'string' && value !== hidden) || hasSecrets(value),
  );
}
