import { expect, test } from 'vitest';
import { actions } from '../../../../src/wire/actions.ts';
import { openApiDocument } from '../../../../src/wire/openapi.ts';
import { readDocument } from './document.ts';

function read(language: 'en' | 'zh-CN') {
  return readDocument(JSON.parse(JSON.stringify(openApiDocument('1.2.3', language))));
}

test('every action of the registry is there, in its order, with every parameter and every list told as one', () => {
  const { actions: read1 } = read('en');
  expect(read1.map(({ name, isQuery, isExtension }) => ({ name, isQuery, isExtension }))).toEqual(
    Object.values(actions).map(({ name, isQuery, isExtension }) => ({ name, isQuery, isExtension })),
  );
  for (const action of Object.values(actions)) {
    const found = read1.find(({ name }) => name === action.name);
    expect(found?.parameters.map(({ name }) => name)).toEqual(Object.keys(action.request.shape));
    expect(found?.parameters.filter(({ kind }) => kind === 'list').map(({ name }) => name)).toEqual(action.arrays);
  }
});

test('both languages tell of the same parameters and fields', () => {
  const shape = (language: 'en' | 'zh-CN') =>
    read(language).actions.map(({ name, parameters, fields }) => [name, parameters.map((one) => one.name), fields.map(({ path }) => path)]);
  expect(shape('zh-CN')).toEqual(shape('en'));
});

test('a parameter tells its bounds, its choices and what is meant when it is left out', () => {
  const summary = read('en').actions.find(({ name }) => name === 'DescribeUcdnTaskSummary');
  const parameter = (name: string) => summary?.parameters.find((one) => one.name === name);
  expect(parameter('Limit')).toMatchObject({ kind: 'integer', minimum: 0, maximum: 1000, fallback: '20', isRequired: false });
  expect(parameter('Type')).toMatchObject({ kind: 'text', choices: ['prefetch', 'refresh'], fallback: undefined });
  // Bounds that only say "within 32 bits" are none worth telling.
  expect(parameter('Offset')).toMatchObject({ maximum: undefined });
});

test('fields within lists and objects have paths', () => {
  const paths = read('en').actions.flatMap(({ fields }) => fields.map(({ path }) => path));
  expect(paths).toContain('TaskList[].UrlLists[].Url');
  expect(paths).toContain('Key.PublicKey');
});

test('what is no document of forewarm is refused', () => {
  expect(() => readDocument({ openapi: '3.1.0', paths: {} })).toThrow('components');
  expect(() => readDocument(undefined)).toThrow('expected object');
});
