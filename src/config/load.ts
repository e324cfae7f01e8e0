import { resolve } from 'node:path';
import type { Config } from './config.ts';
import { crossFaults } from './crosschecks.ts';
import { inOrder, type Fault } from './fault.ts';
import { gather } from './gather.ts';
import { laterWarnings, notYetFaults } from './later.ts';
import { nameFaults } from './names.ts';
import { readPems } from './pems.ts';
import { resolveConfig } from './resolve.ts';
import { rootSchema } from './schema/root.ts';
import { schemaFaults } from './schemafaults.ts';
import { spellOut } from './shorthand.ts';
import { plain } from './tree.ts';

export type Loaded =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Fault[] }
  /** All faults at once, by place; `warnings` as far as they can be told. */
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] };

/** Reads and checks the configuration in `path`. Never throws for what stands in it, nor for a file that can't be read. */
export function loadConfig(path: string, env: Readonly<Record<string, string | undefined>>): Loaded {
  const file = resolve(path);
  const gathered = gather(file, env);
  if (gathered.root === undefined) return { ok: false, faults: inOrder(gathered.faults, gathered.files), warnings: [] };
  const root = spellOut(gathered.root);
  const { pems, faults: pemFaults } = readPems(root);
  const found = [
    ...gathered.faults,
    ...schemaFaults(rootSchema, root),
    ...crossFaults(root),
    ...nameFaults(root),
    ...notYetFaults(root),
    ...pemFaults,
  ];
  const faults = inOrder(found, gathered.files);
  const warnings = inOrder(laterWarnings(root), gathered.files);
  if (faults.length > 0) return { ok: false, faults, warnings };
  return { ok: true, config: resolveConfig(rootSchema.parse(plain(root)), pems, file), warnings };
}
