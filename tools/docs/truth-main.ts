import { readFile, writeFile } from 'node:fs/promises';
import { columns } from '../../test/conformance/truth/caches.ts';
import { measureTable } from '../../test/conformance/truth/measure.ts';
import { truthPage } from './truth.ts';

// `npm run docs:truth`: asks the caches themselves, all four of them, and writes docs/truth.md's tables.

const file = new URL('../../docs/truth.md', import.meta.url);
const table = await measureTable();
if (table.length < columns.length) throw new Error('not all caches are on this machine: tools/servers installs them');
const page = await readFile(file, 'utf8');
await writeFile(file, truthPage(page, table));
