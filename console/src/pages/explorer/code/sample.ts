import type { RequestValues, Value } from '../form/values.ts';

/** A call that code is to be written for. Keys are no part of it: code reads them from the environment. */
export type SampleCall = {
  action: string;
  request: RequestValues;
  /** `http://host:port` of the server, nothing behind it. */
  endpoint: string;
  /** Whether it is signed with temporary credentials, whose token goes with each call. */
  hasToken: boolean;
};

/** What code reads from the environment. */
export const variables = {
  publicKey: 'FOREWARM_PUBLIC_KEY',
  privateKey: 'FOREWARM_PRIVATE_KEY',
  securityToken: 'FOREWARM_SECURITY_TOKEN',
} as const;

/** A parameter of a form: the value as text, or the variable that holds it. */
export type FormParameter = { name: string; value: string } | { name: string; variable: string };

/** Every parameter that is signed, as a form has them (a list as `NAME.0`, `NAME.1` …), sorted by name as the signature needs it. */
export function formParameters({ action, request, hasToken }: SampleCall): FormParameter[] {
  const own = Object.entries(request).flatMap(([name, value]) => elementsOf(name, value));
  const all: FormParameter[] = [
    { name: 'Action', value: action },
    { name: 'PublicKey', variable: variables.publicKey },
    ...(hasToken ? [{ name: 'SecurityToken', variable: variables.securityToken }] : []),
    ...own,
  ];
  // Names are ASCII, so that by UTF-16 unit is by code point.
  return all.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function elementsOf(name: string, value: Value): FormParameter[] {
  if (typeof value === 'object') return value.map((element, index) => ({ name: `${name}.${index}`, value: element.toWellFormed() }));
  return [{ name, value: String(value).toWellFormed() }];
}
