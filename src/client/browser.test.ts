import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { signatureOf } from './index.ts';

/** Every file that the client is made of, by following its imports; packages by name. */
async function reached(start: URL): Promise<{ files: Set<string>; packages: Set<string> }> {
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [start.href];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const source = await readFile(new URL(file), 'utf8');
    for (const [, name = ''] of source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)) {
      if (name.startsWith('.')) open.push(new URL(name, file).href);
      else packages.add(name);
    }
  }
  return { files, packages };
}

test('the client reaches nothing that a browser lacks: no node: module, and no package but zod and the hash', async () => {
  const { files, packages } = await reached(new URL('index.ts', import.meta.url));
  expect(files.size).toBeGreaterThan(30);
  // The documentation's own example imports the package by its name.
  expect([...packages].filter((name) => name !== 'forewarm').sort()).toEqual(['@noble/hashes/legacy.js', '@noble/hashes/utils.js', 'zod']);
});

test("the client's SHA-1 is SHA-1", () => {
  const params = new Map([['Name', '中文 😀'.repeat(1000)]]);
  expect(signatureOf(params, 'key')).toBe(
    createHash('sha1')
      .update(`Name${'中文 😀'.repeat(1000)}key`)
      .digest('hex'),
  );
});
