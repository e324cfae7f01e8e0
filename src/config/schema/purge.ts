import type { z } from 'zod';
import { nodeAddress } from './address.ts';
import { headerName, nodeHeaders } from './headers.ts';
import { fromText, leaf, matching, Refused, secret } from './leaf.ts';
import { milliseconds } from './quantity.ts';
import { nonEmptyListOf, section } from './section.ts';

function method() {
  return leaf('a method in capitals such as PURGE', matching(/^[A-Z][A-Z-]{0,31}$/));
}

function absolutePath(accepts: string) {
  return leaf(
    accepts,
    fromText((text) => (/^\/[^\0]*$/.test(text) ? text : new Refused())),
  );
}

/** nginx's `proxy_cache_key` as far as a URL decides it: engine and edge read the same variables (edge/purge/key-template.ts). */
const keyTemplate = leaf(
  'the proxy_cache_key, with $scheme, $host or $http_host before $request_uri or $uri, such as $host$request_uri',
  matching(/^(?:[^$]|\$(?:scheme|host|http_host)\b|\$\{(?:scheme|host|http_host)\})*\$(?:request_uri\b|uri\b|\{request_uri\}|\{uri\})/),
);

/** Exactly one way is given: see crosschecks.ts. */
const directory = section({
  ban: section({
    method: method().default('BAN').describe('The method that bans.'),
    header: headerName().default('X-Ban-Re').describe('The header that carries the regular expression of the path.'),
  })
    .exactOptional()
    .describe('Varnish: a ban, at once, of one host.'),
  files: section({
    path: absolutePath('the absolute path of proxy_cache_path').describe('Its cache folder, on the machine that forewarm runs on.'),
    key: keyTemplate.describe('Its `proxy_cache_key`; what comes after `$request_uri` does not matter.'),
  })
    .exactOptional()
    .describe('nginx: cache files are unlinked by their key.'),
  objects: section({
    path: absolutePath('the absolute path of cache_dir')
      .exactOptional()
      .describe('Its cache_dir (ufs, aufs or diskd), on the machine that forewarm runs on: its list has no URLs of what is on disk only.'),
  })
    .exactOptional()
    .describe('Squid: what the cache manager lists is purged one by one.'),
  regexRevalidate: section({
    file: absolutePath('the absolute path of the file that regex_revalidate.so reads').describe(
      'The file of its rules, on the machine that forewarm runs on.',
    ),
    reload: nonEmptyListOf(
      leaf(
        'a command and its arguments, such as [traffic_ctl, config, reload]',
        fromText((text) => text),
      ),
      'a command and its arguments, such as [traffic_ctl, config, reload]',
    )
      .default(['traffic_ctl', 'config', 'reload'])
      .describe('Has them read. No shell is involved.'),
  })
    .exactOptional()
    .describe('Traffic Server: a rule that expires the directory, on all hosts that come from the same origin.'),
  purgeAll: section({
    header: headerName().describe('The `--header` of remap_purge.so.'),
    secret: secret(
      'its --secret',
      fromText((text) => text),
    ).describe('Its `--secret`. Never shown.'),
  })
    .exactOptional()
    .describe('Traffic Server: everything that the map rule of the URL stored, which is more than the directory.'),
  repeatAfterMs: milliseconds(1)
    .default(1000)
    .describe('A fetch that has no headers yet can’t be seen; so `ban`, `files` and `regexRevalidate` are done again after this.'),
});

export type CheckedDirectory = z.output<typeof directory>;

export const purgeSection = section({
  method: method().default('PURGE').describe('The method that makes it forget an object.'),
  address: nodeAddress().exactOptional().describe("Where it takes that, if not at the node's own address."),
  headers: nodeHeaders().default({}).describe('Sent with it. Never shown.'),
  bypass: nodeHeaders()
    .exactOptional()
    .describe('For a cache without PURGE: request headers that make it fetch and store anew. Then this is done instead. Never shown.'),
  directory: directory.exactOptional().describe('How it is told to forget a directory: one of these ways.'),
});
