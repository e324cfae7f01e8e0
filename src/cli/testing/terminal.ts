import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Io } from '../io.ts';

/** An Io whose outputs are terminals of so many columns and remember all that was written. */
export class Terminal {
  #stdout = '';
  #stderr = '';
  readonly io: Io;

  constructor(env: Record<string, string>, columns: number) {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end();
    this.io = {
      stdin,
      stdout: { isTTY: true, columns, write: (text) => (this.#stdout += text) },
      stderr: { isTTY: true, columns, write: (text) => (this.#stderr += text) },
      env: { TERM: 'xterm', LANG: 'C.UTF-8', ...env },
    };
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** What the live line showed, one after the other, without colours. */
  get liveLines(): string[] {
    return this.#stderr
      .split('\r')
      .map((line) => withoutEscapes(line))
      .filter((line) => line !== '');
  }
}

export function withoutEscapes(text: string): string {
  return stripVTControlCharacters(text);
}
