import type { JsonSchema } from '../openapi/schemas.ts';
import type { Expression } from './expressions.ts';

/** As much of the Arazzo Specification 1.0.1 as our workflows are made of. */

export type Workflow = {
  readonly workflowId: string;
  readonly summary: string;
  readonly description: string;
  readonly inputs: JsonSchema;
  readonly steps: readonly Step[];
  readonly outputs: Outputs;
};

export type Step = {
  readonly stepId: string;
  readonly description: string;
  readonly operationId: string;
  readonly parameters: readonly Reference[];
  readonly requestBody: { readonly contentType: 'application/json'; readonly payload: Readonly<Record<string, unknown>> };
  readonly successCriteria: readonly Criterion[];
  readonly onSuccess?: readonly (Goto | End)[];
  readonly onFailure?: readonly (Goto | Retry)[];
  readonly outputs?: Outputs;
};

export type Outputs = Readonly<Record<string, Expression>>;
export type Reference = { readonly reference: `$components.parameters.${string}` };

/** All criteria of a step must hold; of an action as well, and an action without any is always taken. */
export type Criterion =
  | { readonly condition: string }
  | { readonly condition: string; readonly context: string; readonly type: 'jsonpath' };

export type Goto = Named & { readonly type: 'goto'; readonly stepId: string };
export type End = Named & { readonly type: 'end' };
/** `retryAfter` in seconds; `retryLimit` times at most. */
export type Retry = Named & { readonly type: 'retry'; readonly retryAfter: number; readonly retryLimit: number };
type Named = { readonly name: string; readonly criteria?: readonly Criterion[] };
