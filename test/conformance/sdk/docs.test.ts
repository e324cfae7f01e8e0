import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const docs = fileURLToPath(new URL('../../../docs', import.meta.url));

/** A fenced block, and the file that the last link before it names. */
type Block = { file: string; text: string };

function blocksOf(markdown: string): Block[] {
  const fenced = /\]\((?<file>[^)]+)\)[^\n]*\n+```\w*\n(?<text>.*?)^```$/gms;
  return [...markdown.matchAll(fenced)].map(({ groups }) => ({ file: groups?.['file'] ?? '', text: groups?.['text'] ?? '' }));
}

test('each code block of docs/sdk.md is a file of examples/sdk, and all of those are there', async () => {
  const markdown = await readFile(join(docs, 'sdk.md'), 'utf8');
  const blocks = blocksOf(markdown);
  expect(blocks).toHaveLength(markdown.match(/^```/gm)!.length / 2);
  for (const { file, text } of blocks) expect({ file, text }).toEqual({ file, text: await readFile(join(docs, file), 'utf8') });
  const programs = ['python/prefetch.py', 'python/requirements.txt', 'go/main.go', 'go/go.mod', 'java/Prefetch.java', 'java/pom.xml'];
  expect(blocks.map(({ file }) => file).sort()).toEqual(programs.map((program) => `../examples/sdk/${program}`).sort());
});
