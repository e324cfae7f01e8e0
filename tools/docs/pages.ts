import { readFile } from 'node:fs/promises';
import { actionsBlock } from './actions.ts';
import { withBlocks, type Blocks } from './blocks.ts';
import type { Captured } from './examples.ts';
import { metricsBlock } from './metrics.ts';
import { retCodesBlock } from './retcodes.ts';

/** A page as it is and as it should be. */
export type Page = { file: URL; present: string; expected: string };

/** Every page with parts that the program knows better than whoever writes. */
export function readPages({ examples, metrics }: Captured): Promise<Page[]> {
  return Promise.all([
    readPage('api.md', { actions: actionsBlock(examples), retcodes: retCodesBlock() }),
    readPage('operations.md', { metrics: metricsBlock(metrics) }),
  ]);
}

async function readPage(name: string, blocks: Blocks): Promise<Page> {
  const file = new URL(`../../docs/${name}`, import.meta.url);
  const present = await readFile(file, 'utf8');
  return { file, present, expected: withBlocks(present, blocks) };
}
