import { describe, expect, test } from 'vitest';
import { actions } from './actions.ts';
import { openApiDocument } from './openapi.ts';
import { retCodes } from './retcodes.ts';

/** The document as a reader gets it. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
const document: Json = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));

function at(node: Json | undefined, ...path: string[]): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return node;
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? at(node[name], ...rest) : undefined;
}

function entries(node: Json | undefined): [string, Json][] {
  return typeof node === 'object' && node !== null ? Object.entries(node) : [];
}

function schema(name: string): Json | undefined {
  return at(document, 'components', 'schemas', name);
}

const all = Object.values(actions);

describe('the OpenAPI document', () => {
  test('has a path for each action of the registry, in its order, and for nothing else', () => {
    expect(entries(at(document, 'paths')).map(([path]) => path)).toEqual(all.map(({ name }) => `/?Action=${name}`));
  });

  test.each(all)('tells of $name by what it is', ({ name, summary, isQuery, isExtension }) => {
    const item = at(document, 'paths', `/?Action=${name}`);
    const told = { summary, 'x-action': name, 'x-isQuery': isQuery, 'x-isExtension': isExtension };
    expect(at(item, 'post')).toMatchObject({ ...told, operationId: name });
    // Only what changes nothing is taught to tools as a GET.
    expect(at(item, 'get', 'x-action')).toBe(isQuery ? name : undefined);
    expect(Object.keys(Object(at(item, 'post', 'responses')))).toEqual(['200']);
  });

  test('gives every parameter and every field of an answer a sentence', () => {
    const undescribed: string[] = [];
    const walk = (path: string, node: Json | undefined): void => {
      for (const [name, inner] of entries(at(node, 'properties'))) {
        if (at(inner, 'description') === undefined || at(inner, 'description') === '') undescribed.push(`${path}.${name}`);
        walk(`${path}.${name}`, inner);
      }
      if (at(node, 'items') !== undefined) walk(`${path}[]`, at(node, 'items'));
    };
    for (const [name, node] of entries(at(document, 'components', 'schemas'))) walk(name, node);
    expect(undescribed).toEqual([]);
  });

  test('points to schemas that are there', () => {
    const missing: string[] = [];
    const walk = (node: Json): void => {
      for (const [name, inner] of entries(node)) {
        if (name === '$ref' && typeof inner === 'string' && at(document, ...inner.slice('#/'.length).split('/')) === undefined)
          missing.push(inner);
        walk(inner);
      }
    };
    walk(document);
    expect(missing).toEqual([]);
  });

  test('takes a list of JSON as a list, of a form or query as one parameter for each element', () => {
    expect(at(schema('PrefetchNewUcdnDomainCacheRequest'), 'properties', 'UrlList')).toMatchObject({ type: 'array', maxItems: 1000 });
    const form = schema('PrefetchNewUcdnDomainCacheForm');
    expect(at(form, 'properties', 'UrlList')).toBeUndefined();
    expect(at(form, 'required')).toEqual(['Action', 'UrlList.0']);
    const [[pattern] = ['']] = entries(at(form, 'patternProperties'));
    const names = [
      'UrlList.0',
      'UrlList.9',
      'UrlList.99999',
      'UrlList',
      'UrlList.',
      'UrlList.00',
      'UrlList.x',
      'UrlList.100000',
      'xUrlList.0',
    ];
    expect(names.filter((name) => new RegExp(pattern).test(name))).toEqual(['UrlList.0', 'UrlList.9', 'UrlList.99999']);
    const taskIds = Object.values(Object(at(document, 'paths', '/?Action=DescribeNewUcdnPrefetchCacheTask', 'get', 'parameters')));
    expect(taskIds).toContainEqual(expect.objectContaining({ name: 'TaskId', in: 'query', style: 'form', explode: true }));
  });

  test('marks what every call has, so that a form to fill in need not show it', () => {
    const marked = entries(at(schema('GetProjectListRequest'), 'properties')).filter(([, node]) => at(node, 'x-envelope') === true);
    expect(marked.map(([name]) => name)).toEqual(['Action', 'PublicKey', 'Signature', 'SecurityToken']);
  });

  test('lets an answer be success of that action or a refusal, never both', () => {
    expect(at(schema('GetProjectListAnswer'), 'properties', 'RetCode')).toMatchObject({ const: 0 });
    expect(at(schema('GetProjectListAnswer'), 'properties', 'Action')).toMatchObject({ const: 'GetProjectListResponse' });
    const never = new Set<number>([retCodes.zoneNotPermitted.retCode, retCodes.securityLock.retCode]);
    const codes = Object.values(retCodes).map(({ retCode }) => retCode);
    expect(at(schema('Refusal'), 'properties', 'RetCode', 'enum')).toEqual(codes.filter((code) => !never.has(code)));
    expect(entries(at(document, 'x-retCodes')).map(([, node]) => at(node, 'retCode'))).toEqual(codes);
  });

  test('lets callers that can’t sign use HTTP Basic, without what a signed call has', () => {
    expect(at(document, 'components', 'securitySchemes', 'basic')).toMatchObject({ type: 'http', scheme: 'basic' });
    for (const [, item] of entries(at(document, 'paths'))) {
      for (const [, operation] of entries(item)) expect(at(operation, 'security')).toContainEqual({ basic: [] });
    }
    for (const name of ['GetProjectListRequest', 'GetProjectListForm']) expect(at(schema(name), 'required')).toEqual(['Action']);
  });

  test('leaves objects open: a newer version may send a field more', () => {
    expect(JSON.stringify(at(document, 'components'))).not.toContain('additionalProperties');
  });
});
