import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fences, readPage, section } from './page.ts';

/** The examples of docs/api.md, signed once more by a second, tiny signer that was written from its words alone. */
const page = readPage('docs/api.md');
const privateKey = 'demo-private';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

function flat(value: Json): string {
  if (Array.isArray(value)) return value.map(flat).join('');
  if (value === null || typeof value !== 'object') return String(value ?? '');
  return textOf(value);
}

function textOf(params: { [name: string]: Json }): string {
  const names = Object.keys(params).filter((name) => name !== 'Signature');
  return names
    .sort()
    .map((name) => name + flat(params[name] ?? null))
    .join('');
}

function sha1(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}

test('the worked example adds up: parameters, text, signature', () => {
  const chapter = section(page, '## Signature');
  const [text = '', signature = ''] = fences(chapter, 'text').map((block) => block.trim());
  expect(textOf(JSON.parse(fences(chapter, 'json').join(''))) + privateKey).toBe(text);
  expect(sha1(text)).toBe(signature);
});

test('every example request is signed as the chapter on the signature says', () => {
  const requests = fences(section(page, '## Actions'), 'json')
    .map((block) => JSON.parse(block))
    .filter((value) => 'Signature' in value);
  expect(requests.length).toBeGreaterThan(8);
  for (const request of requests) expect(sha1(textOf(request) + privateKey)).toBe(request.Signature);
});
