import { expect, test } from 'vitest';
import { openApiDocument } from '../../openapi.ts';
import { translatedSentences } from './translate.ts';

/** Every sentence of a document for people, by where it stands. */
function sentencesOf(document: object): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (node: object, path: string): void => {
    for (const [name, inner] of Object.entries(node) as [string, unknown][]) {
      if (typeof inner === 'object' && inner !== null) walk(inner, `${path}/${name}`);
      else if (typeof inner === 'string' && ['description', 'summary', 'meaning'].includes(name)) found.set(`${path}/${name}`, inner);
    }
  };
  walk(document, '');
  return found;
}

const english = sentencesOf(openApiDocument('1.2.3'));
const translated = sentencesOf(openApiDocument('1.2.3', 'zh-CN'));

test('every sentence of the document has its Chinese', () => {
  expect(english.size).toBeGreaterThan(500);
  const missing = [...english].filter(([path]) => !/\p{Script=Han}/u.test(translated.get(path) ?? ''));
  expect([...new Set(missing.map(([, sentence]) => sentence))]).toEqual([]);
});

test('no sentence keeps English prose', () => {
  const left = [...translated.values()].filter((sentence) => /\b(?:the|which|that|with|when|does)\b/i.test(sentence));
  expect(left).toEqual([]);
});

test('every translation is of a sentence that the document has', () => {
  const all = [...new Set(english.values())];
  expect(translatedSentences.filter((sentence) => !all.some((text) => text.includes(sentence)))).toEqual([]);
});

test('the translated document is the same but for its sentences', () => {
  const bare = (document: object): unknown =>
    JSON.parse(
      JSON.stringify(document, (name, value: unknown) =>
        ['description', 'summary', 'meaning'].includes(name) && typeof value === 'string' ? '' : value,
      ),
    );
  expect(bare(openApiDocument('1.2.3', 'zh-CN'))).toEqual(bare(openApiDocument('1.2.3')));
});
