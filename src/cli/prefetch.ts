import type { Command } from 'commander';
import { maxPrefetchUrls } from '../wire/limits.ts';
import { withExamples, type Context } from './common.ts';
import { aroundOf } from './submitoptions.ts';
import { submitUrls, withSubmitting, type Submitting, type SubmittingOptions } from './submitting.ts';

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('prefetch')
    .summary('pull URLs into the cache of every node of their domains')
    .description(`Pulls URLs into the cache of every node of their domains. More than ${maxPrefetchUrls} are sent as several tasks.`);
  withExamples(withSubmitting(command), [
    ['forewarm prefetch https://cdn.example.com/a.mp4 --wait', 'one URL, until it is there'],
    ['forewarm prefetch --file urls.txt --wait --timeout 30m', 'a release, with the failures at the end'],
    ['find dist -type f -printf "https://cdn.example.com/%P\\n" | forewarm prefetch -', 'whatever another program lists'],
  ]).action(async (args: string[], options: SubmittingOptions) => endWith(await submitUrls(args, options, prefetching(options), io)));
}

function prefetching(options: SubmittingOptions): Submitting {
  return {
    maxUrls: maxPrefetchUrls,
    submit: (client, more) => async (urls, signal) =>
      await client.call('PrefetchNewUcdnDomainCache', { UrlList: [...urls], ...aroundOf(options), ...more }, { signal }),
  };
}
