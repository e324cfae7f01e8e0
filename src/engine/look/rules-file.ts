import { readFile } from 'node:fs/promises';
import { staleRule } from '../../edge/purge/revalidate-rules.ts';
import type { Clock } from '../clock.ts';
import type { EngineNode } from '../options.ts';

/** A look at thousands of URLs must not read it as often. */
const keepMs = 1000;

/** The file in which directories of a Traffic Server node are refreshed: what it names can't be asked for. */
export class RulesFile {
  readonly #clock: Clock;
  #read: { readonly file: string; readonly sinceMs: number; readonly text: Promise<string> } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A sentence on why not; undefined where nothing stands against it. */
  async hindrance({ purge }: EngineNode, path: string): Promise<string | undefined> {
    const way = purge?.directory?.way;
    if (way?.kind !== 'regexRevalidate') return undefined;
    const rule = staleRule(await this.#textOf(way.file), path, Math.floor(this.#clock.wallMs() / 1000));
    if (rule === undefined) return undefined;
    return `a directory refresh has Traffic Server ask its origin for what it has of this, whatever it is asked by (${rule.slice(0, 100)})`;
  }

  #textOf(file: string): Promise<string> {
    const nowMs = this.#clock.nowMs();
    if (this.#read === undefined || this.#read.file !== file || nowMs - this.#read.sinceMs >= keepMs)
      this.#read = { file, sinceMs: nowMs, text: readFile(file, 'utf8').catch(() => '') };
    return this.#read.text;
  }
}
