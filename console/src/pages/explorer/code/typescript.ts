import type { Value } from '../form/values.ts';
import { singleQuoted as quoted } from './quoting.ts';
import { variables, type SampleCall } from './sample.ts';

/** For the package of forewarm itself, typed by the action. */
export function typescriptCode(call: SampleCall): string {
  const members = Object.entries(call.request).map(([name, value]) => `  ${name}: ${literal(value)},\n`);
  const names = [
    `${variables.publicKey}: publicKey = ''`,
    `${variables.privateKey}: privateKey = ''`,
    ...(call.hasToken ? [`${variables.securityToken}: securityToken`] : []),
  ];
  return `// npm install forewarm
import { createClient } from 'forewarm';

const { ${names.join(', ')} } = process.env;
const client = createClient({
  endpoint: ${quoted(call.endpoint)},
  publicKey,
  privateKey,
${call.hasToken ? '  securityToken,\n' : ''}});
const answer = await client.call(${quoted(call.action)}, {${members.length === 0 ? '' : `\n${members.join('')}`}});
console.log(JSON.stringify(answer, null, 2));
`;
}

function literal(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  return `[\n${value.map((element) => `    ${quoted(element)},\n`).join('')}  ]`;
}
