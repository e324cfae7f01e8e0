import { pino, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';

export type LogOptions = {
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `pretty` is for people; the root picks it on a terminal. */
  format: 'json' | 'pretty';
};

/** Names under which a secret could come into a log line by accident. */
const secrets = ['privateKey', 'Signature', 'SecurityToken', 'secret', 'authorization', 'masterKey'];

/** Only `serve` logs, so standard output is the log's. */
export function createLogger({ level, format }: LogOptions, destination: NodeJS.WritableStream = process.stdout): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...secrets, ...secrets.map((name) => `*.${name}`)], censor: '[secret]' },
  };
  return format === 'pretty'
    ? pino(
        options,
        pretty({
          destination,
          sync: true,
          colorize: 'isTTY' in destination && destination.isTTY === true,
          ignore: 'time',
          translateTime: false,
        }),
      )
    : pino(options, destination);
}

export type { Logger };
