import { describe, expect, test } from 'vitest';
import { arazzoDocument } from './arazzo.ts';
import { hookDocument } from './arazzo/hook.ts';
import { openApiDocument } from './openapi.ts';

/** Documents as a reader gets them. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
const read = (made: object): Json => JSON.parse(JSON.stringify(made));
const arazzo = read(arazzoDocument('1.2.3'));
const sources: Record<string, Json> = { forewarm: read(openApiDocument('1.2.3')), hook: read(hookDocument('1.2.3')) };

function at(node: Json | undefined, ...path: (string | number)[]): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return node;
  if (typeof node !== 'object' || node === null) return undefined;
  return at(Array.isArray(node) ? node[Number(name)] : node[name], ...rest);
}
const list = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);
const entries = (node: Json | undefined): [string, Json][] => (typeof node === 'object' && node !== null ? Object.entries(node) : []);
const text = (node: Json | undefined): string => (typeof node === 'string' ? node : '');
const names = (node: Json | undefined): string[] => entries(node).map(([name]) => name);

/** Every text in a part of the document, wherever it stands. */
function texts(node: Json): string[] {
  return typeof node === 'string' ? [node] : entries(node).flatMap(([, inner]) => texts(inner));
}

/** The POST that a step's `$sourceDescriptions.SOURCE.OPERATION` names, with the document that it is in. */
function operationOf(step: Json): { source: Json | undefined; operation: Json | undefined } {
  const [, name = '', id = ''] = /^\$sourceDescriptions\.(\w+)\.(\w+)$/.exec(text(at(step, 'operationId'))) ?? [];
  const source = sources[name];
  const posts = entries(at(source, 'paths')).map(([, item]) => at(item, 'post'));
  return { source, operation: posts.find((operation) => at(operation, 'operationId') === id) };
}

function resolved(source: Json | undefined, schema: Json | undefined): Json | undefined {
  const reference = at(schema, '$ref');
  return typeof reference === 'string' ? at(source, ...reference.slice('#/'.length).split('/')) : schema;
}

/** The schemas that an answer of a step may have: success first. */
function answers(step: Json): (Json | undefined)[] {
  const { source, operation } = operationOf(step);
  const schema = at(operation, 'responses', '200', 'content', 'application/json', 'schema');
  return list(at(schema, 'oneOf')).map((one) => resolved(source, one));
}

/** Whether a JSON Pointer leads to something that a schema tells of. */
function leadsSomewhere(schema: Json | undefined, [name, ...rest]: string[]): boolean {
  if (name === undefined) return schema !== undefined;
  return leadsSomewhere(/^\d+$/.test(name) ? at(schema, 'items') : at(schema, 'properties', name), rest);
}

const workflows = list(at(arazzo, 'workflows'));
const cases = workflows.map((workflow) => [text(at(workflow, 'workflowId')), workflow] as const);

test('has the workflows that docs/workflows.md tells of, on this server’s own documents', () => {
  expect(cases.map(([name]) => name)).toEqual(['prefetch-and-wait', 'refresh-then-prefetch', 'release']);
  expect(list(at(arazzo, 'sourceDescriptions')).map((source) => [at(source, 'name'), at(source, 'url')])).toEqual([
    ['forewarm', './openapi.json'],
    ['hook', './hook.json'],
  ]);
});

describe.each(cases)('%s', (_name, workflow) => {
  const steps = list(at(workflow, 'steps'));
  const ids = steps.map((step) => text(at(step, 'stepId')));

  test('calls operations that are there, with parameters that they have, all that must be there among them', () => {
    for (const step of steps) {
      const { source, operation } = operationOf(step);
      expect(operation, `operation of ${text(at(step, 'stepId'))}`).toBeDefined();
      const schema = resolved(source, at(operation, 'requestBody', 'content', 'application/json', 'schema'));
      const sent = names(at(step, 'requestBody', 'payload'));
      expect(names(at(schema, 'properties'))).toEqual(expect.arrayContaining(sent));
      expect(sent).toEqual(expect.arrayContaining(list(at(schema, 'required'))));
      const action = at(schema, 'properties', 'Action', 'const');
      expect(at(step, 'requestBody', 'payload', 'Action')).toBe(action);
    }
  });

  test('sends to each source the credentials that are for it', () => {
    for (const step of steps) {
      const isHook = text(at(step, 'operationId')).startsWith('$sourceDescriptions.hook.');
      const reference = `$components.parameters.${isHook ? 'hookAuthorization' : 'authorization'}`;
      expect(at(step, 'parameters')).toEqual([{ reference }]);
      expect(at(arazzo, 'components', 'parameters', reference.split('.')[2] ?? '', 'name')).toBe('Authorization');
    }
  });

  test('reads of an answer what that has', () => {
    let count = 0;
    for (const step of steps) {
      const said = texts(step).join('\n');
      for (const [, pointer = ''] of said.matchAll(/\$response\.body#([\w/]+)/g)) {
        count += 1;
        expect(
          answers(step).some((answer) => leadsSomewhere(answer, pointer.split('/').slice(1))),
          `${pointer} of ${text(at(step, 'stepId'))}`,
        ).toBe(true);
      }
      for (const [, field = ''] of said.matchAll(/@\.(\w+) /g)) {
        expect(leadsSomewhere(answers(step)[0], ['NodeList', '0', field]), `${field} of NodeList`).toBe(true);
      }
    }
    expect(count).toBeGreaterThan(steps.length);
  });

  test('names inputs, steps and outputs that are there, steps before those that read them', () => {
    const inputs = names(at(workflow, 'inputs', 'properties'));
    expect(inputs).toEqual(expect.arrayContaining(list(at(workflow, 'inputs', 'required'))));
    const used = new Set<string>();
    for (const [index, step] of [...steps, at(workflow, 'outputs') ?? null].entries()) {
      const said = texts(step).join('\n');
      for (const [, name = ''] of said.matchAll(/\$inputs\.(\w+)/g)) used.add(name);
      for (const [, stepId = '', name = ''] of said.matchAll(/\$steps\.([\w-]+)\.outputs\.(\w+)/g)) {
        expect(ids.slice(0, index)).toContain(stepId);
        expect(names(at(steps[ids.indexOf(stepId)], 'outputs'))).toContain(name);
      }
      const targets = [...list(at(step, 'onSuccess')), ...list(at(step, 'onFailure'))].flatMap((action) => at(action, 'stepId') ?? []);
      expect(ids).toEqual(expect.arrayContaining(targets));
    }
    // The one for forewarm's calls is read by the component that each step refers to.
    expect([...used, 'authorization', ...(inputs.includes('hookAuthorization') ? ['hookAuthorization'] : [])].sort()).toEqual(
      inputs.sort(),
    );
  });

  test('succeeds nowhere but where a step says so: what comes last always fails', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(steps.flatMap((step) => list(at(step, 'onSuccess'))).filter((action) => at(action, 'type') === 'end')).toHaveLength(1);
    expect(at(steps.at(-1), 'onSuccess')).toBeUndefined();
    expect(list(at(steps.at(-1), 'successCriteria')).map((criterion) => at(criterion, 'condition'))).toContain('$statusCode == 0');
  });
});
