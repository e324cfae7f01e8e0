import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatFault } from '../fault.ts';
import { loadConfig, type Loaded } from '../load.ts';

/** A folder of files that is gone at the end of its block. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'forewarm-config-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  load(env: Record<string, string> = {}, name = 'forewarm.yaml'): Loaded {
    return loadConfig(join(this.path, name), env);
  }

  /** Faults as they are printed, the folder left out. */
  faults(env: Record<string, string> = {}): string[] {
    const loaded = this.load(env);
    return loaded.ok ? [] : loaded.faults.map((fault) => formatFault(fault).replaceAll(`${this.path}/`, ''));
  }

  warnings(env: Record<string, string> = {}): string[] {
    return this.load(env).warnings.map((fault) => formatFault(fault).replaceAll(`${this.path}/`, ''));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function faultsOf(text: string, env: Record<string, string> = {}): string[] {
  using folder = new Folder({ 'forewarm.yaml': text });
  return folder.faults(env);
}
