import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatFault } from './fault.ts';
import { loadConfig } from './load.ts';

const folder = new URL('../../examples/', import.meta.url).pathname;
const examples = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test.each(examples)('examples/%s has no fault and names no key that does nothing', (name) => {
  const text = readFileSync(`${folder}${name}`, 'utf8');
  const secret = `whsec_${Buffer.alloc(32, 'value').toString('base64')}`;
  const env = Object.fromEntries(
    [...text.matchAll(/\$\{(\w+)\}/g)].map(([, variable = '']) => [variable, variable === 'HOOK_SECRET' ? secret : 'value']),
  );
  const loaded = loadConfig(`${folder}${name}`, env);
  expect([...(loaded.ok ? [] : loaded.faults), ...loaded.warnings].map(formatFault)).toEqual([]);
});
