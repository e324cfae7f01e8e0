import { badParam } from './apierror.ts';
import { exactNumber, maxExponent } from './decimal.ts';
import { ExactNumber, type JsonObject, type JsonValue, type Params } from './json.ts';
import { scanJson } from './jsonscan.ts';
import { maxParams, wholeBody } from './limits.ts';

const maxDepth = 32;

/** Reads the parameters of a JSON body. A name given twice counts by its last value, as JSON.parse has it. */
export function decodeJson(text: string): Params {
  const scan = scanJson(text, maxDepth, maxParams);
  if (scan.depth > maxDepth) throw badParam(wholeBody, `JSON nested deeper than ${maxDepth}`, `JSON nested at most ${maxDepth} deep`);
  if (scan.marks > maxParams) throw badParam(wholeBody, `JSON of more than ${maxParams} values`, `at most ${maxParams} values`);
  const value = parse(text, scan.hasExactNumbers);
  if (!isObject(value)) throw badParam(wholeBody, `JSON that is no object`, 'one JSON object whose names are the parameters');
  // Bytes were decoded strictly, so that only an escape can have brought half a surrogate pair in.
  if (/\\u[dD][89a-fA-F]/.test(text) && !isWellFormed(value)) {
    throw badParam(wholeBody, 'JSON with half of a surrogate pair', 'text that is valid Unicode');
  }
  return new Map(Object.entries(value));
}

function parse(text: string, hasExactNumbers: boolean): unknown {
  try {
    return hasExactNumbers ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch (error) {
    if (error instanceof RangeError)
      throw badParam(wholeBody, 'JSON with a number out of range', `exponents from -${maxExponent} to ${maxExponent}`);
    throw badParam(wholeBody, `JSON that can't be read${position(error)}`, 'valid JSON in UTF-8');
  }
}

/** `context.source` (the text of the number) is missing in older browsers: the double's shortest text must do there. */
function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const exact = exactNumber(context?.source ?? String(value));
  if (exact === undefined) throw new RangeError('number out of range');
  return exact;
}

/** Only the place is taken from the parser's message: the rest quotes the body. */
function position(error: unknown): string {
  const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return at === undefined ? '' : ` (at character ${at})`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWellFormed(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return true;
  if (Array.isArray(value)) return value.every((element: JsonValue) => isWellFormed(element));
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner));
}
