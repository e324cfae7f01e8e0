import { z } from 'zod';
import { laterNote } from './later.ts';
import { showBytes } from './schema/quantity.ts';
import { rootSchema } from './schema/root.ts';
import { metaOf, shapeOf, unwrapped } from './schema/walk.ts';

/** The reference part of docs/configuration.md, in Markdown, from the schemas that check. */
export function configReference(): string {
  const parts = Object.entries(shapeOf(rootSchema)).map(([key, schema]) => ({ key, schema, fields: fieldsAt(key, schema) }));
  const single = parts.filter(({ fields }) => fields === undefined).flatMap(({ key, schema }) => rowsOf([key], 0, schema));
  const sections = parts.flatMap(({ key, schema, fields }) => {
    if (fields === undefined) return [];
    const path = isList(schema) ? [key, '*'] : [key];
    const rows = Object.entries(fields).flatMap(([field, inner]) => rowsOf([...path, field], path.length, inner));
    return [table(`\`${written(path)}\``, rows, `${descriptionOf(schema)} ${bold(laterNote([key]))}`.trim())];
  });
  return [table('Single keys', single, ''), ...sections].join('\n');
}

type Fields = Readonly<Record<string, z.core.$ZodType>>;

/** `nodeDefaults` would only say what `nodes` says. */
function fieldsAt(key: string, schema: z.core.$ZodType): Fields | undefined {
  return key === 'nodeDefaults' ? undefined : fieldsOf(schema);
}

function table(title: string, rows: readonly string[], intro: string): string {
  return [
    `### ${title}\n`,
    ...(intro === '' ? [] : [`${intro}\n`]),
    '| key | accepted | default | what it does |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** One row for a value; for a map within, its own keys after it. */
function rowsOf(path: readonly string[], from: number, schema: z.core.$ZodType): string[] {
  const name = `\`${written(path.slice(from))}\``;
  const does = `${descriptionOf(schema)} ${bold(laterNote(path))}`.trim();
  const row = `| ${[name, accepted(unwrapped(schema)), fallback(schema), does].map(cell).join(' | ')} |`;
  const nested = path.length === 1 ? undefined : fieldsOf(schema);
  if (nested === undefined) return [row];
  const below = isList(schema) ? [...path, '*'] : path;
  return [row, ...Object.entries(nested).flatMap(([key, field]) => rowsOf([...below, key], from, field))];
}

function bold(text: string): string {
  return text === '' ? '' : `**${text}**`;
}

function accepted(inner: z.core.$ZodType): string {
  if (inner instanceof z.ZodArray) {
    const item = unwrapped(inner.element);
    return item instanceof z.ZodObject ? 'a list of maps' : `a list, each: ${accepted(item)}`;
  }
  return inner instanceof z.ZodObject ? 'a map' : (metaOf(inner).accepts ?? '');
}

function fallback(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) return '–';
  if (!(schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)) return 'required';
  const value: unknown = schema.def.defaultValue;
  if (unwrapped(schema) instanceof z.ZodObject) return '–';
  if (typeof value === 'number' && metaOf(unwrapped(schema)).accepts?.startsWith('a size') === true) return `\`${showBytes(value)}\``;
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** The keys of a map, or of each map in a list. */
function fieldsOf(schema: z.core.$ZodType): Fields | undefined {
  const inner = unwrapped(schema);
  const map = inner instanceof z.ZodArray ? unwrapped(inner.element) : inner;
  return map instanceof z.ZodObject ? shapeOf(map) : undefined;
}

function isList(schema: z.core.$ZodType): boolean {
  return unwrapped(schema) instanceof z.ZodArray;
}

/** The outermost description: what is said where a schema is used goes before what is said of its kind. */
function descriptionOf(schema: z.core.$ZodType): string {
  const own = metaOf(schema).description;
  if (own !== undefined) return own;
  const wrapped =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return wrapped ? descriptionOf(schema.unwrap()) : '';
}

function written(path: readonly string[]): string {
  return path.reduce((text, step) => (step === '*' ? `${text}[]` : text === '' ? step : `${text}.${step}`), '');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
