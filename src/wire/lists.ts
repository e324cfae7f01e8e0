import { badParam } from './apierror.ts';
import type { JsonValue, Params } from './json.ts';
import { maxIndex } from './limits.ts';
import { shown, shownName } from './shown.ts';

/** One value of a list, with the name that it came under. */
export type Element = { readonly index: number; readonly name: string; readonly value: JsonValue };

const plainIndex = /^(?:0|[1-9]\d{0,4})$/;

/**
 * Gathers the lists among the parameters, by list name, each in the order of its indices: `TaskId.0`, `TaskId.7`
 * (gaps are fine), `TaskId` alone (one value) and JSON lists. Values are as they came; nulls are left out,
 * and so is a lone empty `TaskId`. Throws an ApiError (230) on a bad index and on one that is given twice.
 */
export function gatherLists(params: Params, listNames: readonly string[]): Map<string, Element[]> {
  const lists = new Map<string, Element[]>(listNames.map((name) => [name, []]));
  for (const [name, value] of params) {
    const dot = name.indexOf('.');
    const list = lists.get(dot === -1 ? name : name.slice(0, dot));
    if (list === undefined) continue;
    if (dot !== -1) list.push({ index: indexOf(name, dot), name, value });
    else if (Array.isArray(value)) addAll(list, name, value);
    else if (value !== '') list.push({ index: 0, name, value });
  }
  for (const [name, list] of lists) lists.set(name, inOrder(list));
  return lists;
}

function indexOf(name: string, dot: number): number {
  const text = name.slice(dot + 1);
  if (plainIndex.test(text)) return Number(text);
  const list = name.slice(0, dot);
  throw badParam(name, `the index ${shown(text)}`, `${list}.N with N from 0 to ${maxIndex}`);
}

function addAll(list: Element[], name: string, values: readonly JsonValue[]): void {
  if (values.length > maxIndex + 1) throw badParam(name, `a list of ${values.length} values`, `a list of at most ${maxIndex + 1}`);
  for (const [index, value] of values.entries()) list.push({ index, name: `${name}.${index}`, value });
}

function inOrder(list: Element[]): Element[] {
  const present = list.filter(({ value }) => value !== null).sort((left, right) => left.index - right.index);
  for (const [place, { index, name }] of present.entries()) {
    const before = present[place - 1];
    if (before?.index === index) throw badParam(name, `a value beside ${shownName(before.name)}`, 'each index once');
  }
  return present;
}
