import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { actions, isActionName } from './actions.ts';
import { retCodes, retCodeSpec } from './retcodes.ts';

/** What OpenAPI will show of a field. */
const jsonSchema = z.object({
  type: z.string().optional(),
  description: z.string().default(''),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  get items() {
    return jsonSchema.optional();
  },
});
type JsonSchema = z.infer<typeof jsonSchema>;
type Field = JsonSchema & { path: string };

/** Every named field of a schema, at any depth. */
function fieldsOf({ items, properties = {} }: JsonSchema, path = ''): Field[] {
  if (items !== undefined) return fieldsOf(items, `${path}[]`);
  return Object.entries(properties).flatMap(([name, field]) => {
    const inner = `${path}.${name}`;
    return [{ ...field, path: inner }].concat(fieldsOf(field, inner));
  });
}

describe.each(Object.entries(actions))('%s', (name, action) => {
  const request = fieldsOf(jsonSchema.parse(z.toJSONSchema(action.request, { io: 'input' })));
  const response = fieldsOf(jsonSchema.parse(z.toJSONSchema(action.response, { io: 'output' })));

  test('is listed under its own name, with a summary', () => {
    expect(action.name).toBe(name);
    expect(action.summary).toMatch(/^[A-Z].*\.$/);
    expect(isActionName(name)).toBe(true);
  });
  test('describes every parameter and field in sentences', () => {
    expect(request.length * response.length).toBeGreaterThan(0);
    expect([...request, ...response].filter(({ description }) => !/^[A-Z].*\.$/.test(description))).toEqual([]);
  });
  test('keeps integers within 32 bits, none below -1', () => {
    const integers = [...request, ...response].filter(({ type }) => type === 'integer' || type === 'number');
    expect(integers.filter(({ minimum = -Infinity, maximum = Infinity }) => minimum < -1 || maximum > 2 ** 31 - 1)).toEqual([]);
  });
  test('has no two fields that differ by case alone, nor one of the envelope', () => {
    const names = response.map(({ path }) => path.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    for (const reserved of ['.retcode', '.action', '.message']) expect(names).not.toContain(reserved);
  });
  test('takes a ProjectId and knows its lists', () => {
    expect(request.map(({ path }) => path)).toContain('.ProjectId');
    expect(action.arrays).toEqual(request.filter(({ type }) => type === 'array').map(({ path }) => path.slice(1)));
  });
});

test('a name that objects have by birth is no action', () => {
  expect(['toString', '__proto__', 'constructor', ''].filter(isActionName)).toEqual([]);
});

test("the vendor's actions are told from ours", () => {
  const vendors = Object.values(actions).filter(({ isExtension }) => !isExtension);
  expect(vendors.map(({ name }) => name)).toEqual([
    'PrefetchNewUcdnDomainCache',
    'DescribeNewUcdnPrefetchCacheTask',
    'RefreshNewUcdnDomainCache',
    'DescribeNewUcdnRefreshCacheTask',
    'GetUcdnDomainPrefetchEnable',
    'GetUcdnDomainPrefetchRefreshState',
    'GetUcdnDomainInfoList',
    'GetUcdnDomainConfig',
    'GetProjectList',
  ]);
  const changing = Object.values(actions).filter(({ isQuery }) => !isQuery);
  expect(changing.map(({ name }) => name)).toEqual([
    'PrefetchNewUcdnDomainCache',
    'RefreshNewUcdnDomainCache',
    'CancelUcdnCacheTask',
    'RetryUcdnCacheTask',
    'PauseUcdnFetch',
    'ResumeUcdnFetch',
    'ResyncUcdnNode',
    'DrainUcdnNode',
    'UndrainUcdnNode',
    'CreateUcdnKey',
    'UpdateUcdnKey',
    'RotateUcdnKey',
    'DeleteUcdnKey',
    'AssumeUcdnRole',
    'RedeliverUcdnCallback',
  ]);
});

describe('RetCodes', () => {
  const specs = Object.values(retCodes);

  test('are distinct and in order; ours lie in 600 to 699, and none makes an SDK send again', () => {
    const numbers = specs.map(({ retCode }) => retCode);
    expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
    const documented = [110, 130, 150, 153, 160, 161, 170, 171, 172, 174, 220, 230, 292, 293, 294, 295, 299];
    expect(numbers.filter((number) => number < 600)).toEqual(documented);
    expect(Math.max(...numbers)).toBeLessThan(700);
  });
  test('are found by number', () => {
    for (const spec of specs) expect(retCodeSpec(spec.retCode)).toBe(spec);
    expect(retCodeSpec(0)).toBeUndefined();
  });
});
