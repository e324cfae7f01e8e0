import type { Value } from '../form/values.ts';
import { doubleQuoted as quoted } from './quoting.ts';
import { variables, type SampleCall } from './sample.ts';
import { sdkCallOf } from './sdkcalls.ts';

/** For `ucloud-sdk-python3`: its own call where it has one that sends all of this, else its call for any action. */
export function pythonCode(call: SampleCall): string {
  const sdkCall = sdkCallOf(call);
  const invoked =
    sdkCall === undefined ? `client.ucdn().invoke(${quoted(call.action)}, {` : `client.${sdkCall.service}().${snakeCase(call.action)}({`;
  const token = call.hasToken ? [`    "SecurityToken": os.environ[${quoted(variables.securityToken)}],`] : [];
  const members = [...token, ...Object.entries(call.request).map(([name, value]) => `    ${quoted(name)}: ${literal(value)},`)];
  return `# pip install ucloud-sdk-python3
import json
import logging
import os

from ucloud.client import Client

# The SDK would log each request and answer whole.
logging.getLogger("ucloud").setLevel(logging.CRITICAL)

client = Client({
    "base_url": ${quoted(call.endpoint)},
    "public_key": os.environ[${quoted(variables.publicKey)}],
    "private_key": os.environ[${quoted(variables.privateKey)}],
})
answer = ${invoked}${members.length === 0 ? '' : `\n${members.join('\n')}\n`}})
print(json.dumps(answer, indent=2))
`;
}

function snakeCase(action: string): string {
  return action.replaceAll(/(?<!^)(?=[A-Z])/g, '_').toLowerCase();
}

function literal(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  return `[\n${value.map((element) => `        ${quoted(element)},\n`).join('')}    ]`;
}
