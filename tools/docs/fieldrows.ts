import { maxInt32 } from '../../src/wire/fields.ts';
import { elementOf, fieldsOf, type Fields, type JsonSchema } from '../../src/wire/openapi/schemas.ts';

/** One row for each parameter: name, type, whether it must be there, what it is. */
export function parameterRows({ schemas, required }: Fields): string[][] {
  return [...schemas].map(([name, schema]) => {
    const element = elementOf(schema);
    const written = element === undefined ? name : `${name}.N`;
    return [`\`${written}\``, typeOf(element ?? schema), required.has(name) ? '**yes**' : 'no', told(schema)];
  });
}

/** One row for each field of an answer and, below it, those within: path, type, what it is. */
export function fieldRows({ schemas, required }: Fields, within = ''): string[][] {
  const rows: string[][] = [];
  for (const [name, schema] of schemas) {
    const element = elementOf(schema);
    const path = `${within}${name}`;
    const type = element === undefined ? typeOf(schema) : `list of ${typeOf(element)}s`;
    rows.push([`\`${path}\``, required.has(name) ? type : `${type}, may be absent`, told(schema)]);
    rows.push(...(element === undefined ? fieldRows(fieldsOf(schema), `${path}.`) : fieldRows(fieldsOf(element), `${path}[].`)));
  }
  return rows;
}

function typeOf({ type }: JsonSchema): string {
  if (type === 'integer') return 'int';
  return type === 'boolean' ? 'bool' : String(type);
}

/** The description and, where it does not say so itself, what else the schema knows. */
function told(schema: JsonSchema): string {
  const { description = '', default: fallback } = schema;
  const more = [listBounds(schema), choices(schema), range(schema)];
  if (fallback !== undefined && !description.includes('Default:')) more.push(`Default: ${JSON.stringify(fallback)}.`);
  return [description, ...more].filter((text) => text !== '').join(' ');
}

function choices({ enum: values = [], description = '' }: JsonSchema): string {
  return values.every((value) => new RegExp(`\\b${value}\\b`).test(description)) ? '' : `One of ${values.join(', ')}.`;
}

function range({ type, minimum = 0, maximum = maxInt32, description = '' }: JsonSchema): string {
  if (type !== 'integer' || (minimum === 0 && maximum === maxInt32)) return '';
  if (maximum === maxInt32) return description.includes(String(minimum)) ? '' : `At least ${minimum}.`;
  return description.includes(`${minimum} to ${maximum}`) ? '' : `${minimum} to ${maximum}.`;
}

function listBounds({ minItems = 0, maxItems }: JsonSchema): string {
  return maxItems === undefined ? '' : `${minItems} to ${maxItems} of them.`;
}
