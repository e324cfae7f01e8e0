import type { ActionName, Answer } from '../actions.ts';

/** An Arazzo runtime expression (Arazzo 1.0.1, Runtime Expressions): a value that is known only while a workflow runs. */
export type Expression = `$${'inputs' | 'steps' | 'response'}.${string}`;

/** A JSON Pointer (RFC 6901) to something in a value of type T, so that the compiler knows fields that are not there. */
export type Pointer<T> = T extends readonly (infer Element)[]
  ? `/${number}` | `/${number}${Pointer<Element>}`
  : T extends object
    ? { [Name in keyof T & string]: `/${Name}` | `/${Name}${Pointer<NonNullable<T[Name]>>}` }[keyof T & string]
    : never;

/** Something in the answer of the step at hand, as that action answers it. */
export function answered<A extends ActionName>(_action: A, pointer: Pointer<Answer<A>>): Expression {
  return `$response.body#${pointer}`;
}

/** 0 is success; HTTP's own status is 200 either way. */
export const retCode: Expression = '$response.body#/RetCode';

export function output(stepId: string, name: string): Expression {
  return `$steps.${stepId}.outputs.${name}`;
}
