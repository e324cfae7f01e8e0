import { Refusal } from '../../control/refusal.ts';
import type { Params } from '../../wire/json.ts';
import { gatherLists } from '../../wire/lists.ts';
import { refused } from '../refusals.ts';

/** The parameter that a line of UrlList came in. Indices may have gaps, so that the line's place in the list is not its name. */
export function lineName(params: Params, line: number): string {
  return gatherLists(params, ['UrlList']).get('UrlList')?.[line]?.name ?? 'UrlList';
}

/** Lets a submit through; where control refuses one of its lines, the refusal names the parameter as it came. */
export async function namingLines<Result>(params: Params, submit: Promise<Result>): Promise<Result> {
  try {
    return await submit;
  } catch (error) {
    if (error instanceof Refusal && error.line !== undefined) throw refused(error, lineName(params, error.line));
    throw error;
  }
}
