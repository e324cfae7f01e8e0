import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { capture } from './examples.ts';
import { readPages } from './pages.ts';

// `npm run docs`: writes the parts of docs/ that come from schemas and from a running server.

for (const { file, present, expected } of await readPages(await capture())) {
  if (present === expected) continue;
  await writeFile(file, expected);
  console.log(`wrote ${fileURLToPath(file)}`);
}
