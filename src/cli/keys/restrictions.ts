import type { Command } from 'commander';
import type { RequestInput } from '../../wire/actions.ts';
import { collected, type ClientOptions } from '../common.ts';
import { UsageError } from '../errors.ts';

/** What keys are held to, as options of the commands that make, change and lend them. */
export type RestrictionOptions = ClientOptions & {
  readonly in?: readonly string[];
  readonly action?: readonly string[];
  readonly url?: readonly string[];
  readonly ip?: readonly string[];
  readonly maxPriority?: string;
  readonly dailyUrls?: string;
};

export type LastingOptions = RestrictionOptions & { readonly expires?: string; readonly basic?: true; readonly comment?: string };

export function withRestrictions(command: Command): Command {
  return command
    .option('--in <project>', 'it may act in this project only; may be given several times, as all lists here', collected)
    .option('--action <pattern>', 'it may call this action only, or those of a pattern such as Describe*', collected)
    .option('--url <prefix>', 'it may submit URLs of this domain only, or below a path such as cdn.example.com/partner/', collected)
    .option('--ip <address>', 'it may be used from this address or range only', collected)
    .option('--max-priority <0-9>', 'the highest priority of its submits')
    .option('--daily-urls <count>', 'how many URLs it may submit a day');
}

export function withLasting(command: Command): Command {
  return withRestrictions(command)
    .option('--expires <time>', 'from when on it is refused, such as 2027-01-01T00:00:00Z')
    .option('--basic', 'it may be used by HTTP Basic, over TLS or from the machine of the server')
    .option('--comment <text>', 'what it is for');
}

export function restrictionsOf(options: RestrictionOptions): RequestInput<'AssumeUcdnRole'> {
  const { in: projects, action, url, ip, maxPriority, dailyUrls } = options;
  return {
    ...(projects !== undefined && { Projects: [...projects] }),
    ...(action !== undefined && { Actions: [...action] }),
    ...(url !== undefined && { Urls: [...url] }),
    ...(ip !== undefined && { AllowIps: [...ip] }),
    ...(maxPriority !== undefined && { MaxPriority: wholeOf(maxPriority, '--max-priority') }),
    ...(dailyUrls !== undefined && { DailyUrls: wholeOf(dailyUrls, '--daily-urls') }),
  };
}

export function lastingOf(options: LastingOptions) {
  const { expires, basic, comment } = options;
  return {
    ...restrictionsOf(options),
    ...(expires !== undefined && { ExpireTime: timeOf(expires) }),
    ...(basic !== undefined && { Basic: basic }),
    ...(comment !== undefined && { Comment: comment }),
  };
}

function wholeOf(text: string, option: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${option} is ${JSON.stringify(text.slice(0, 64))}; accepted: a whole number`);
}

function timeOf(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (ms >= 0) return Math.floor(ms / 1000);
  throw new UsageError(`--expires is ${JSON.stringify(text.slice(0, 64))}; accepted: a time such as 2027-01-01T00:00:00Z`);
}
