import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What stands in the files of examples/edges in the lab's place: plain values, so that each file can be used as it is. */
export type TemplateValues = { folder: string; port: number; upstreamPort: number };

const edges = new URL('../examples/edges/', import.meta.url);

/** The text of examples/edges/NAME with the lab's values in it. */
export async function fillTemplate(name: string, values: TemplateValues): Promise<string> {
  const text = await readFile(fileURLToPath(new URL(name, edges)), 'utf8');
  return text
    .replaceAll('/var/lib/edge', values.folder)
    .replaceAll(/\b(8080|8081)\b/g, (port) => String(port === '8081' ? values.port : values.upstreamPort));
}
