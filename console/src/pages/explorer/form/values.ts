import type { ActionDoc, ParameterDoc } from '../document.ts';

/** What stands in the form, by parameter, as it was typed; a list has one value a line. Empty: not sent. */
export type FormValues = Readonly<Record<string, string>>;

/** A value as it is sent. */
export type Value = string | number | boolean | readonly string[];
export type RequestValues = Readonly<Record<string, Value>>;

/** What the server can still take in a request line, with room for all else in its head. */
const maxAddressChars = 6000;

/** The request that the form stands for. What is not of the parameter's kind goes as text, for the server to say so. */
export function requestOf({ parameters }: ActionDoc, values: FormValues): RequestValues {
  const request: Record<string, Value> = {};
  for (const parameter of parameters) {
    const value = valueOf(parameter, values[parameter.name] ?? '');
    if (value !== undefined) request[parameter.name] = value;
  }
  return request;
}

function valueOf({ kind }: ParameterDoc, text: string): Value | undefined {
  if (kind === 'list') {
    const lines = linesOf(text);
    return lines.length === 0 ? undefined : lines;
  }
  if (text === '') return undefined;
  if (kind === 'integer' && isInteger(text)) return Number(text);
  if (kind === 'flag' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isInteger(text: string): boolean {
  return /^(?:0|-?[1-9]\d{0,14})$/.test(text);
}

/** Why a value will be refused, as far as the document tells; undefined when it may be good. */
export type ValueFault = { kind: 'integer' } | { kind: 'range'; from: number; to: number } | { kind: 'tooMany' | 'tooLong'; most: number };

export function faultOf(
  { kind, minimum = 0, maximum = 2_147_483_647, maxItems, maxLength }: ParameterDoc,
  text: string,
): ValueFault | undefined {
  if (text === '') return undefined;
  if (kind === 'integer') {
    if (!isInteger(text)) return { kind: 'integer' };
    return Number(text) < minimum || Number(text) > maximum ? { kind: 'range', from: minimum, to: maximum } : undefined;
  }
  if (kind === 'list') return maxItems !== undefined && linesOf(text).length > maxItems ? { kind: 'tooMany', most: maxItems } : undefined;
  return maxLength !== undefined && text.length > maxLength ? { kind: 'tooLong', most: maxLength } : undefined;
}

/** The values that an address has for an action. */
export function valuesFrom(search: URLSearchParams, { parameters }: ActionDoc): FormValues {
  return Object.fromEntries(
    parameters.flatMap(({ name, kind }) => {
      // No program can be handed a NUL, and no parameter has one.
      const all = search.getAll(name).map((value) => value.replaceAll('\0', ''));
      if (all.length === 0) return [];
      return [[name, kind === 'list' ? all.join('\n') : (all[0] ?? '')]];
    }),
  );
}

/** The form as pairs for the address; `isWhole` is false when some of it is too long to stand there. */
export function addressOf({ parameters }: ActionDoc, values: FormValues): { pairs: [name: string, value: string][]; isWhole: boolean } {
  const pairs: [string, string][] = [];
  let chars = 0;
  let isWhole = true;
  for (const { name, kind } of parameters) {
    const text = values[name] ?? '';
    const own = (kind === 'list' ? linesOf(text) : [text]).filter((value) => value !== '');
    const length = new URLSearchParams(own.map((value): [string, string] => [name, value])).toString().length;
    if (chars + length > maxAddressChars) isWhole = false;
    else {
      chars += length;
      pairs.push(...own.map((value): [string, string] => [name, value]));
    }
  }
  return { pairs, isWhole };
}
