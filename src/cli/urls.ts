import { createReadStream } from 'node:fs';
import { isUrlFault, parseTargetUrl, type TargetUrl, type UrlFault } from '../tasks/url.ts';
import { UsageError } from './errors.ts';
import type { Io } from './io.ts';
import { counted } from './screen/quantities.ts';
import { printable, shortened } from './screen/text.ts';

/** A URL and where it came from: `urls.txt:17`, or nothing for one of the command line. */
export type Line = { readonly url: string; readonly from?: string };
export type UrlSources = {
  readonly args: readonly string[];
  readonly files: readonly string[];
  /** What else a URL must be; undefined when it is. */
  readonly faultOf?: (url: TargetUrl) => UrlFault | undefined;
};

const maxShownFaults = 10;

/**
 * All URLs that a command line names: its arguments, the lines of its files, standard input for `-`. Blank lines and
 * lines that begin with # are passed over. Every line is looked at before anything is sent: throws a UsageError that
 * names the bad ones, or that there are none.
 */
export async function readUrls({ args, files, faultOf }: UrlSources, io: Io): Promise<string[]> {
  if (args.length === 0 && files.length === 0) {
    throw new UsageError('there are no URLs', ['Name some, or --file FILE with a URL a line, or - to read them from standard input.']);
  }
  const urls: string[] = [];
  const faults: string[] = [];
  let faultCount = 0;
  const take = ({ url, from }: Line): void => {
    const target = parseTargetUrl(url);
    const fault = isUrlFault(target) ? target : faultOf?.(target);
    if (fault === undefined) {
      urls.push(url);
      return;
    }
    faultCount += 1;
    if (faults.length >= maxShownFaults) return;
    faults.push(`${from === undefined ? '' : `${from}: `}${shortened(printable(url), 60)} ${fault.what}; accepted: ${fault.accepted}`);
  };

  for (const arg of args) if (arg !== '-') take({ url: arg });
  for (const file of files) for await (const line of linesOf(file, io)) take(line);
  if (args.includes('-')) for await (const line of linesOf('-', io)) take(line);

  if (faultCount > 0) {
    const more = faultCount > faults.length ? [`… and ${faultCount - faults.length} more`] : [];
    throw new UsageError([`${counted(faultCount, 'URL')} can't be sent, so nothing was`, ...faults, ...more].join('\n  '));
  }
  if (urls.length === 0) throw new UsageError('there are no URLs: every line is blank or a comment');
  return urls;
}

async function* linesOf(file: string, io: Io): AsyncGenerator<Line> {
  const name = file === '-' ? 'standard input' : file;
  const stream = file === '-' ? io.stdin : createReadStream(file);
  stream.setEncoding('utf8');
  let rest = '';
  let number = 0;
  try {
    for await (const chunk of stream) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield* urlOf(line, `${name}:${(number += 1)}`);
    }
  } catch (error) {
    throw new UsageError(`${name} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  yield* urlOf(rest, `${name}:${number + 1}`);
}

function* urlOf(line: string, from: string): Generator<Line> {
  // An editor on Windows puts a mark before the first line and a CR behind each.
  const url = line.replace(/^\uFEFF/, '').trim();
  if (url !== '' && !url.startsWith('#')) yield { url, from };
}
