import { z } from 'zod';

/** The schema for a path of keys and places, without what makes it optional. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = unwrapped(schema);
  for (const step of path) {
    if (at instanceof z.ZodObject) at = shapeOf(at)[String(step)];
    else if (at instanceof z.ZodArray) at = at.element;
    else return undefined;
    at = at === undefined ? undefined : unwrapped(at);
  }
  return at;
}

export function shapeOf(schema: z.ZodObject): Readonly<Record<string, z.core.$ZodType>> {
  return schema.shape;
}

export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}

/** What leaf.ts and headers.ts attach. */
export function metaOf(schema: z.core.$ZodType | undefined): { accepts?: string; secret?: boolean; description?: string } {
  const meta = schema === undefined ? undefined : z.globalRegistry.get(schema);
  return {
    ...(typeof meta?.['accepts'] === 'string' && { accepts: meta['accepts'] }),
    ...(meta?.['secret'] === true && { secret: true }),
    ...(meta?.description !== undefined && { description: meta.description }),
  };
}

/** True for a map or a list: an empty one reads as none. */
export function isContainer(schema: z.core.$ZodType | undefined): boolean {
  const inner = schema === undefined ? undefined : unwrapped(schema);
  return inner instanceof z.ZodObject || inner instanceof z.ZodArray;
}
