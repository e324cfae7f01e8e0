import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const modules = new URL('../../tools/workflows/node_modules/', import.meta.url);

/** The path of something in a package that tools/workflows/bring brings, such as `@redocly/cli/bin/cli.js`. */
export function toolFile(path: string): string {
  const file = fileURLToPath(new URL(path, modules));
  if (!existsSync(file)) throw new Error(`${path} is not on this machine: run tools/workflows/bring`);
  return file;
}
