import type { ActionName, Answer, RequestInput } from '../actions.ts';
import type { Criterion, Step } from './document.ts';
import { retCode, type Expression, type Pointer } from './expressions.ts';
import { busy } from './retries.ts';

/** The parameters of an action, each as itself or as an expression. */
type Payload<A extends ActionName> = {
  readonly [Name in Exclude<keyof RequestInput<A>, 'ProjectId'>]?: RequestInput<A>[Name] | Expression | readonly Expression[] | Woven;
};
/** A text with an expression in it. */
type Woven = `${string}{${Expression}}`;

type Call<A extends ActionName> = Pick<Step, 'stepId' | 'description' | 'onSuccess' | 'onFailure'> & {
  readonly payload: Payload<A>;
  /** Beside a RetCode of 0. */
  readonly criteria?: readonly Criterion[];
  /** Only what a later step reads: of a refusal there is no output, and some runners then look at no onFailure. */
  readonly outputs?: Readonly<Record<string, Pointer<Answer<A>>>>;
};

/** A step that calls an action of ours, for the project and with the credentials of the workflow's inputs. */
export function call<A extends ActionName>(
  action: A,
  { stepId, description, payload, criteria = [], onSuccess, onFailure = [], outputs }: Call<A>,
): Step {
  const told = Object.entries<Pointer<Answer<A>>>(outputs ?? {}).map(([name, pointer]) => [name, `$response.body#${pointer}`] as const);
  return {
    stepId,
    description,
    // With more than one source, an operation must be told by its source as well.
    operationId: `$sourceDescriptions.forewarm.${action}`,
    parameters: [{ reference: '$components.parameters.authorization' }],
    requestBody: { contentType: 'application/json', payload: { Action: action, ProjectId: '$inputs.projectId', ...payload } },
    successCriteria: [{ condition: `${retCode} == 0` }, ...criteria],
    ...(onSuccess !== undefined && { onSuccess }),
    onFailure: [busy, ...onFailure],
    ...(told.length > 0 && { outputs: Object.fromEntries(told) }),
  };
}
