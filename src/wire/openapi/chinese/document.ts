import { chinese } from './translate.ts';

/** Members of the document that are sentences for people. Within `properties` the same words are names of fields. */
const told: ReadonlySet<string> = new Set(['description', 'summary', 'meaning']);

/** The document with its sentences in Chinese; what nobody has translated stays English. */
export function inChinese(document: object): object {
  return translated(document);
}

function translated(node: object): object {
  if (Array.isArray(node)) return node.map((inner: unknown) => (isObject(inner) ? translated(inner) : inner));
  return Object.fromEntries(
    Object.entries(node).map(([name, inner]: [string, unknown]) => {
      if (isObject(inner)) return [name, translated(inner)];
      return [name, typeof inner === 'string' && told.has(name) ? (chinese(inner) ?? inner) : inner];
    }),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
