import * as z from 'zod';
import * as fields from './fields.ts';

/** One action of the API: what OpenAPI, docs/api.md, the server and the client know of it. */
export type ActionSpec<Name extends string, Request extends z.ZodObject, Response extends z.ZodObject> = {
  readonly name: Name;
  /** One sentence, English. */
  readonly summary: string;
  /** It changes nothing. */
  readonly isQuery: boolean;
  /** Not one of the vendor's. */
  readonly isExtension: boolean;
  /** The parameters, typed; `Action`, `PublicKey`, `Signature` and `SecurityToken` aside, which every action has. */
  readonly request: Request;
  /** The fields of a successful answer; `RetCode`, `Action` and `Message` aside. */
  readonly response: Response;
  /** Names of the parameters that are lists (`TaskId.N`). */
  readonly arrays: readonly string[];
};

type Described<Name extends string, Request extends z.ZodObject, Response extends z.ZodObject> = Omit<
  ActionSpec<Name, Request, Response>,
  'arrays'
>;

/** Works out `arrays`, so that schema and list can't differ. */
export function defineAction<Name extends string, Request extends z.ZodObject, Response extends z.ZodObject>(
  described: Described<Name, Request, Response>,
): ActionSpec<Name, Request, Response> {
  const { shape } = described.request;
  return { ...described, arrays: Object.keys(shape).filter((name) => innermost(shape[name]) instanceof z.ZodArray) };
}

/** Every action takes it. */
export function projectId() {
  return fields.text('Project to act in. Left out: the default project; a sub-account must name one.').optional();
}

/** The schema of a parameter without what makes it optional. */
export function innermost(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  return isOmissible(schema) ? innermost(schema.unwrap()) : schema;
}

/** Whether a parameter may be left out. */
export function isOmissible(schema: z.core.$ZodType | undefined): schema is z.ZodOptional | z.ZodDefault {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
}
