import * as z from 'zod';
import { innermost, isOmissible } from './action.ts';
import { actions, type ActionName, type Request, type RequestSchema } from './actions.ts';
import { badParam, missingParam, type ApiError } from './apierror.ts';
import { acceptedBy } from './fields.ts';
import type { JsonValue, Params } from './json.ts';
import { gatherLists, type Element } from './lists.ts';
import { shown } from './shown.ts';

/**
 * The parameters of one action, typed, checked, defaults filled in.
 * Throws an ApiError 220 or 230 that names the parameter as it came (`UrlList.3`), what came and what is accepted.
 *
 * Scalars may come typed or as text, an optional one that is empty or null is absent. In a list null is a gap;
 * an empty text is a gap where the list is optional (the vendor's Go SDK drops it, its Python SDK sends it), but
 * a bad value where it is required: dropping a URL that somebody sent would warm less than was asked for.
 */
export function readParams<A extends ActionName>(action: A, params: Params): Request<A> {
  return readAs<RequestSchema<A>>(actions[action].request, actions[action].arrays, params);
}

/** `ProjectId` as it came, or undefined when absent, empty or null; it is settled before any other parameter. */
export function readProjectId(params: Params): string | undefined {
  const value = params.get('ProjectId') ?? '';
  if (typeof value !== 'string') throw badParam('ProjectId', shown(value), 'a text');
  return value === '' ? undefined : value;
}

function readAs<S extends z.ZodObject>(schema: S, arrays: readonly string[], params: Params): z.output<S> {
  const lists = gatherLists(params, arrays);
  const typed: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const list = lists.get(name);
    const value = list === undefined ? scalar(name, field, params.get(name) ?? '') : texts(name, field, list);
    if (value !== undefined) typed[name] = value;
    else if (!isOmissible(field)) throw missingParam(name, accepted(field));
  }
  const result = schema.safeParse(typed);
  if (result.success) return result.data;
  throw faultOf(result.error, schema, { params, lists });
}

function accepted(field: z.core.$ZodType): string {
  return acceptedBy(innermost(field) ?? field);
}

/** Leading zeros are refused: some readers take them for octal. */
const plainInteger = /^(?:0|-?[1-9]\d{0,15})$/;

function scalar(name: string, field: z.core.$ZodType, value: JsonValue): unknown {
  if (value === '' || value === null) return undefined;
  const kind = innermost(field);
  if (kind instanceof z.ZodNumber) {
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && plainInteger.test(value)) return Number(value);
  } else if (kind instanceof z.ZodBoolean) {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
  } else if (typeof value === 'string') return value;
  throw badParam(name, shown(value), accepted(field));
}

/** The list's values; undefined when it has none. */
function texts(name: string, field: z.core.$ZodType, list: Element[]): string[] | undefined {
  const values: string[] = [];
  const kept = isOmissible(field) ? list.filter(({ value }) => value !== '') : list;
  for (const element of kept) {
    if (typeof element.value !== 'string') throw badParam(element.name, shown(element.value), acceptedElement(name, field, element));
    values.push(element.value);
  }
  return values.length === 0 ? undefined : values;
}

function acceptedElement(name: string, field: z.core.$ZodType, element: Element): string {
  const list = innermost(field);
  return list instanceof z.ZodArray && element.name !== name ? acceptedBy(list.element) : accepted(field);
}

/** Turns what a schema found first into a refusal. */
function faultOf(error: z.ZodError, schema: z.ZodObject, came: { params: Params; lists: Map<string, Element[]> }): ApiError {
  const issue = error.issues[0];
  const name = String(issue?.path[0] ?? '');
  const all = came.lists.get(name);
  const list = isOmissible(schema.shape[name]) ? all?.filter(({ value }) => value !== '') : all;
  const element = list?.[Number(issue?.path[1])];
  const value = element === undefined ? (came.params.get(name) ?? null) : element.value;
  const shownValue = element === undefined && list !== undefined ? `${list.length} values` : shown(value);
  const named = element?.name ?? name;
  if (issue?.code === 'custom') {
    return badParam(named, `${shownValue}, ${String(issue.params?.['what'])}`, String(issue.params?.['accepted']));
  }
  const field = schema.shape[name];
  return badParam(named, shownValue, field === undefined ? 'another value' : accepted(field));
}
