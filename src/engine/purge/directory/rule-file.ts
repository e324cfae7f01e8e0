import { execFile } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type RuleKind, ruleLine, withRule } from '../../../edge/purge/revalidate-rules.ts';
import { shorten } from '../../shorten.ts';
import { Gathered } from './gathered.ts';

const reloadMs = 30_000;

export type RuleOrder = { readonly path: string; readonly kind: RuleKind; readonly expiresAtS: number };

/** Traffic Server's file of regex_revalidate, and the command that makes it read the file again. One go at a time. */
export class RuleFile {
  readonly #file: string;
  readonly #reload: readonly string[];
  readonly #nowS: () => number;
  readonly #gathered = new Gathered<RuleOrder, void>((orders) => this.#write(orders));

  constructor(file: string, reload: readonly string[], nowS: () => number) {
    this.#file = file;
    this.#reload = reload;
    this.#nowS = nowS;
  }

  /** Resolves once Traffic Server has been told; rejects with what went wrong. */
  add(order: RuleOrder): Promise<void> {
    return this.#gathered.do(order);
  }

  async #write(orders: readonly RuleOrder[]): Promise<void> {
    let text = await readFile(this.#file, 'utf8').catch(ifMissing);
    for (const { path, kind, expiresAtS } of orders) text = withRule(text, ruleLine(path, kind, expiresAtS), this.#nowS());
    // In one step, or Traffic Server might read half of it.
    const fresh = `${this.#file}.new`;
    await writeFile(fresh, text);
    await rename(fresh, this.#file);
    const [command, ...args] = this.#reload;
    if (command === undefined) return;
    try {
      await promisify(execFile)(command, args, { timeout: reloadMs });
    } catch (error) {
      throw new Error(`${this.#reload.join(' ')} failed: ${shorten(error instanceof Error ? error.message : String(error))}`, {
        cause: error,
      });
    }
  }
}

function ifMissing(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}
