import type { Config } from '../config/config.ts';
import type { Io } from './io.ts';

/**
 * The few words that `serve` says beside the server's own log: warnings of the configuration, reloads that failed. In that log's
 * form, so that both can be read as one.
 */
export class ServerLog {
  readonly #io: Io;
  readonly #json: boolean;
  readonly #silent: boolean;

  constructor({ format, level }: Config['log'], io: Io) {
    this.#io = io;
    this.#json = format === 'json' || (format === undefined && io.stdout.isTTY !== true);
    this.#silent = level === 'silent';
  }

  warn(message: string): void {
    this.#write('warn', message);
  }

  error(message: string): void {
    this.#write('error', message);
  }

  #write(level: 'warn' | 'error', message: string): void {
    if (this.#silent) return;
    const line = this.#json
      ? JSON.stringify({ level, time: new Date().toISOString(), msg: message })
      : `${level.toUpperCase()}: ${message}`;
    this.#io.stdout.write(`${line}\n`);
  }
}
