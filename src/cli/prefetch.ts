import { InvalidArgumentError, type Command } from 'commander';
import type { RequestInput } from '../wire/actions.ts';
import { maxInt32 } from '../wire/fields.ts';
import { maxPrefetchUrls } from '../wire/limits.ts';
import { withExamples, type Context } from './common.ts';
import { UsageError } from './errors.ts';
import { aroundOf } from './submitoptions.ts';
import { submitUrls, withSubmitting, type Submitting, type SubmittingOptions } from './submitting.ts';

type PrefetchOptions = SubmittingOptions & {
  readonly parseManifest?: true;
  readonly firstSeconds?: number;
  readonly maxBitrate?: number;
};

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('prefetch')
    .summary('pull URLs into the cache of every node of their domains')
    .description(`Pulls URLs into the cache of every node of their domains. More than ${maxPrefetchUrls} are sent as several tasks.`)
    .option('--parse-manifest', 'read the HLS playlists and DASH manifests among the URLs, and warm what they name as well')
    .option('--first-seconds <n>', 'with --parse-manifest: only the first seconds of each rendition', readNatural)
    .option('--max-bitrate <n>', 'with --parse-manifest: only renditions of at most so many bits per second', readNatural);
  withExamples(withSubmitting(command), [
    ['forewarm prefetch https://cdn.example.com/a.mp4 --wait', 'one URL, until it is there'],
    ['forewarm prefetch --file urls.txt --wait --timeout 30m', 'a release, with the failures at the end'],
    ['forewarm prefetch --file urls.txt --dry-run --sizes', 'how much it would be on which nodes'],
    [
      'forewarm prefetch --parse-manifest --first-seconds 30 https://cdn.example.com/show/master.m3u8 --wait',
      'the start of a film, in all its renditions',
    ],
    ['find dist -type f -printf "https://cdn.example.com/%P\\n" | forewarm prefetch -', 'whatever another program lists'],
  ]).action(async (args: string[], options: PrefetchOptions) => endWith(await submitUrls(args, options, prefetching(options), io)));
}

function prefetching(options: PrefetchOptions): Submitting {
  const manifests = manifestsOf(options);
  return {
    maxUrls: maxPrefetchUrls,
    tellsRemarks: options.parseManifest === true,
    submit: (client, more) => async (urls, signal) =>
      await client.call('PrefetchNewUcdnDomainCache', { UrlList: [...urls], ...manifests, ...aroundOf(options), ...more }, { signal }),
  };
}

function manifestsOf({ parseManifest, firstSeconds, maxBitrate }: PrefetchOptions): Partial<RequestInput<'PrefetchNewUcdnDomainCache'>> {
  if (parseManifest !== true && firstSeconds !== undefined) throw new UsageError('--first-seconds goes with --parse-manifest');
  if (parseManifest !== true && maxBitrate !== undefined) throw new UsageError('--max-bitrate goes with --parse-manifest');
  return { ParseManifest: parseManifest, FirstSeconds: firstSeconds, MaxBitrate: maxBitrate };
}

function readNatural(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text) && Number(text) <= maxInt32) return Number(text);
  throw new InvalidArgumentError(`Accepted: a whole number from 1 to ${maxInt32}.`);
}
