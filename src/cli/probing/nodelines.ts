import type { Entry } from '../../probe/findings.ts';

/** The node as lines of forewarm.yaml, a key a line. */
export function nodeLines(entry: Entry): string[] {
  const [first = '', ...others] = Object.entries(entry).map(([key, value]) => `${key}: ${yaml(key, value)}`);
  return ['nodes:', `  - ${first}`, ...others.map((line) => `    ${line}`)];
}

function yaml(key: string, value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${yaml(`${key}.${name}`, inner)}`)
      .join(', ')} }`;
  if (typeof value !== 'string') return String(value);
  // A path may hold what would be read from the environment.
  const text = key === 'tls.ca' ? value.replaceAll('${', () => '$${') : value;
  return /^[A-Za-z0-9/][\w./:-]*$/.test(text) ? text : JSON.stringify(text);
}
