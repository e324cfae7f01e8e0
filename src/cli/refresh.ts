import { Option, type Command } from 'commander';
import { purgeModes, refreshTypes, type PurgeMode, type RefreshType } from '../tasks/purge.ts';
import { directoryFault } from '../tasks/url.ts';
import { maxRefreshUrls } from '../wire/limits.ts';
import { withExamples, type Context } from './common.ts';
import { UsageError } from './errors.ts';
import { aroundOf } from './submitoptions.ts';
import { submitUrls, withSubmitting, type Submitting, type SubmittingOptions } from './submitting.ts';

type RefreshOptions = SubmittingOptions & { readonly type: RefreshType; readonly mode?: PurgeMode; readonly prefetch?: true };

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('refresh')
    .summary('make the cache of every node forget URLs or directories')
    .description(
      `Makes the cache of every node of their domains forget URLs or directories. More than ${maxRefreshUrls} are sent as several tasks.`,
    )
    // No default: a directory that is refreshed as a file stays in the cache.
    .addOption(
      new Option(
        '--type <type>',
        'what the URLs are (required): single objects, directories that end in /, or HLS playlists with their segments',
      )
        .choices(refreshTypes)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--mode <mode>',
        'delete: gone; expire: kept, and revalidated at the next request, where the cache can (default: expire for dir, else delete)',
      ).choices(purgeModes),
    )
    .option('--prefetch', 'with --type file: pull them again once they are purged, within the same task');
  withExamples(withSubmitting(command), [
    ['forewarm refresh --type file https://cdn.example.com/app.js --wait', 'one object, until every node has forgotten it'],
    ['forewarm refresh --type file --prefetch --file changed.txt --wait', 'a release: purged, then warm again with the new content'],
    ['forewarm refresh --type dir https://cdn.example.com/img/', 'all that lies below'],
  ]).action(async (args: string[], options: RefreshOptions) => endWith(await submitUrls(args, options, refreshing(options), io)));
}

function refreshing(options: RefreshOptions): Submitting {
  const { type, mode, prefetch, sizes } = options;
  if (prefetch === true && type !== 'file') throw new UsageError('--prefetch goes with --type file');
  if (sizes === true && type !== 'file') throw new UsageError('--sizes goes with --type file');
  return {
    maxUrls: maxRefreshUrls,
    ...(type === 'dir' && { faultOf: directoryFault }),
    submit: (client, more) => async (urls, signal) => {
      const request = { Type: type, UrlList: [...urls], Mode: mode, Prefetch: prefetch, ...aroundOf(options), ...more };
      return await client.call('RefreshNewUcdnDomainCache', request, { signal });
    },
  };
}
