import type { JsonValue } from '../../src/wire/json.ts';

const widthColumns = 140;

/** JSON for people: on one line whatever fits there, the rest broken up. */
export function jsonText(value: JsonValue, indent = '', lead = 0): string {
  const line = oneLine(value);
  if (indent.length + lead + line.length <= widthColumns || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const elements = value.map((element: JsonValue) => `${inner}${jsonText(element, inner)}`);
    return `[\n${elements.join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([name, field]) => {
    const key = `${JSON.stringify(name)}: `;
    return `${inner}${key}${jsonText(field, inner, key.length)}`;
  });
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function oneLine(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${oneLine(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
