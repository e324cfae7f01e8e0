import type { Clock } from '../../clock.ts';
import { type KeyPrefix, type Sweep, unlinkByKey } from './cache-files.ts';
import { Gathered } from './gathered.ts';
import { RuleFile } from './rule-file.ts';

/** What is done on this machine rather than over HTTP; shared by all nodes, since two may share a folder or a file. */
export class LocalWays {
  readonly #clock: Clock;
  readonly #sweeps = new Map<string, Gathered<readonly KeyPrefix[], Sweep>>();
  readonly #rules = new Map<string, RuleFile>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowS(): number {
    return Math.floor(this.#clock.wallMs() / 1000);
  }

  /** Purges that come together share one reading of the folder. */
  unlinkFiles(folder: string, prefixes: readonly KeyPrefix[]): Promise<Sweep> {
    let sweeps = this.#sweeps.get(folder);
    if (sweeps === undefined) {
      sweeps = new Gathered((all) => unlinkByKey(folder, all.flat()));
      this.#sweeps.set(folder, sweeps);
    }
    return sweeps.do(prefixes);
  }

  ruleFile(file: string, reload: readonly string[]): RuleFile {
    const key = JSON.stringify([file, ...reload]);
    let rules = this.#rules.get(key);
    if (rules === undefined) {
      rules = new RuleFile(file, reload, () => this.nowS());
      this.#rules.set(key, rules);
    }
    return rules;
  }
}
