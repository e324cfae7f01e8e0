import { describe, expect, test } from 'vitest';
import { faultsOf } from './testing/folder.ts';

const projects = 'projects: [{ id: org-main }]\n';
const node = (rest: string) => `${projects}nodes:\n  - name: edge-a\n    ${rest}\n`;
const domain = (rest: string) =>
  `${projects}nodes: [{ name: edge-a, address: "http://10.0.0.1", region: cn }]\ndomains:\n  - name: cdn.example.com\n    ${rest}\n`;

/** Each: what is wrong, the file, and all that is said of it. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a mistyped key',
    node('adress: http://10.0.0.1'),
    [
      'forewarm.yaml:3:5: nodes[0] has no address; accepted: http://HOST:PORT or https://HOST:PORT',
      'forewarm.yaml:4:5: nodes[0].adress is not a known key, did you mean address? accepted: name, address, addresses, sharedSchemes, tls, layer, region, concurrency, cache, pull, headers, onlyIfCached, slice, purge',
    ],
  ],
  ['no address', node('layer: edge'), ['forewarm.yaml:3:5: nodes[0] has no address; accepted: http://HOST:PORT or https://HOST:PORT']],
  [
    'an address with a path',
    node('address: http://10.0.0.1/cache'),
    [
      'forewarm.yaml:4:14: nodes[0].address ("http://10.0.0.1/cache") has a path or query; accepted: http://HOST:PORT or https://HOST:PORT, without user name, path or query',
    ],
  ],
  [
    'an address with a password',
    node('address: http://user:hunter2@10.0.0.1'),
    [
      'forewarm.yaml:4:14: nodes[0].address ("http://…@10.0.0.1") has a user name or password; accepted: http://HOST:PORT or https://HOST:PORT, without user name, path or query',
    ],
  ],
  [
    'an address of another scheme',
    node('address: ftp://10.0.0.1'),
    [
      'forewarm.yaml:4:14: nodes[0].address is "ftp://10.0.0.1"; accepted: http://HOST:PORT or https://HOST:PORT, without user name, path or query',
    ],
  ],
  [
    'an address that there is not',
    node('address: http://300.1.1.1'),
    [
      'forewarm.yaml:4:14: nodes[0].address ("http://300.1.1.1") has a host that can be no address and no name; accepted: http://HOST:PORT or https://HOST:PORT, without user name, path or query',
    ],
  ],
  [
    'a port that there is not',
    node('address: http://10.0.0.1:0'),
    [
      'forewarm.yaml:4:14: nodes[0].address ("http://10.0.0.1:0") has a port that there is not; accepted: http://HOST:PORT or https://HOST:PORT, without user name, path or query',
    ],
  ],
  [
    'an address from the environment that is none',
    node('address: http://${SECRET}'),
    [
      'forewarm.yaml:4:14: nodes[0].address ("http://${SECRET}") has a host that can be no address and no name; accepted: http://HOST:PORT or https://HOST:PORT, without user name, path or query',
    ],
  ],
  [
    'one address and several',
    node('address: http://10.0.0.1\n    addresses: { http: "http://10.0.0.1" }'),
    ['forewarm.yaml:5:16: nodes[0] has address and addresses; accepted: one of the two'],
  ],
  ['addresses that are none', node('addresses: {}'), ['forewarm.yaml:4:16: nodes[0].addresses is empty; accepted: http, https or both']],
  [
    'an address under the other scheme',
    node('addresses: { http: "https://10.0.0.1" }'),
    ['forewarm.yaml:4:24: nodes[0].addresses.http is "https://10.0.0.1"; accepted: http://HOST:PORT, without user name, path or query'],
  ],
  [
    'two addresses that are shared',
    node('addresses: { http: "http://a", https: "https://a" }\n    sharedSchemes: true'),
    [
      'forewarm.yaml:5:20: nodes[0] has an address for each scheme, so sharedSchemes does not fit; accepted: sharedSchemes with one address',
    ],
  ],
  [
    'a layer that there is not',
    node('address: http://a\n    layer: middle'),
    ['forewarm.yaml:5:12: nodes[0].layer is "middle"; accepted: mid or edge'],
  ],
  [
    'no fetches at once',
    node('address: http://a\n    concurrency: 0'),
    ['forewarm.yaml:5:18: nodes[0].concurrency is 0; accepted: a whole number from 1 to 10000'],
  ],
  [
    'a cache that there is not',
    node('address: http://a\n    cache: apache'),
    ['forewarm.yaml:5:12: nodes[0].cache is "apache"; accepted: nginx, varnish, trafficserver, squid or auto'],
  ],
  [
    'a pull that there is not',
    node('address: http://a\n    pull: range'),
    ['forewarm.yaml:5:11: nodes[0].pull is "range"; accepted: body or head'],
  ],
  [
    'a pull without the body from Traffic Server',
    node('address: http://a\n    pull: head\n    cache: trafficserver'),
    ['forewarm.yaml:5:11: nodes[0].pull is head, but a HEAD stores nothing in Traffic Server; accepted: body'],
  ],
  [
    'a pull without the body from Squid, by nodeDefaults, for one node of two',
    `${projects}nodeDefaults: { pull: head }\nnodes:\n  - { name: a, address: "http://a", cache: nginx }\n  - { name: b, address: "http://b", cache: squid }\n`,
    ['forewarm.yaml:2:23: nodeDefaults.pull is head for nodes[1], but a HEAD stores nothing in Squid; accepted: body'],
  ],
  [
    'a pull without the body from a cache that nodeDefaults name',
    `${projects}nodeDefaults: { cache: squid }\nnodes: [{ name: a, address: "http://a", pull: head }]\n`,
    ['forewarm.yaml:3:47: nodes[0].pull is head, but a HEAD stores nothing in Squid; accepted: body'],
  ],
  [
    'a pull without the body where slices are stored',
    node('address: http://a\n    pull: head\n    slice: 1MiB'),
    ['forewarm.yaml:5:11: nodes[0].pull is head, but of a node that slices a HEAD fills the first slice only; accepted: body, or no slice'],
  ],
  [
    'a pull without the body that nobody could see the end of',
    node('address: http://a\n    pull: head\n    onlyIfCached: false'),
    [
      'forewarm.yaml:5:11: nodes[0].pull is head, but with onlyIfCached: false nobody could tell when the object is complete; accepted: body, or a node that answers only-if-cached',
    ],
  ],
  [
    'a header of ours',
    node('address: http://a\n    headers: { Host: x }'),
    [
      'forewarm.yaml:5:22: nodes[0].headers.Host is a header that forewarm sets itself or that would ask for less than the object; accepted: any other header',
    ],
  ],
  [
    'a header twice',
    node('address: http://a\n    headers: { X-A: hunter1, x-a: hunter2 }'),
    ['forewarm.yaml:5:35: nodes[0].headers.x-a stands here a second time (case does not count); accepted: each header once'],
  ],
  [
    'headers that can be none',
    node('address: http://a\n    headers: { X-A: "hunter2\\n", "X B": y, X-C: 7 }'),
    [
      'forewarm.yaml:5:21: nodes[0].headers.X-A is no header value; accepted: visible characters, with spaces only inside',
      'forewarm.yaml:5:41: nodes[0].headers."X B" is no header name; accepted: letters, digits and -',
      'forewarm.yaml:5:49: nodes[0].headers.X-C is not text; put it in quotes; accepted: a header value',
    ],
  ],
  [
    'headers in a list',
    node('address: http://a\n    headers: [X-A]'),
    ['forewarm.yaml:5:14: nodes[0].headers is a list; accepted: a map of header names and values'],
  ],
  [
    'a size with no such unit',
    node('address: http://a\n    slice: 1 mebibyte'),
    [
      'forewarm.yaml:5:12: nodes[0].slice is "1 mebibyte"; accepted: a size from 1KiB to 1TiB such as 8MiB (units: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB)',
    ],
  ],
  [
    'a probe that is neither',
    node('address: http://a\n    onlyIfCached: maybe'),
    ['forewarm.yaml:5:19: nodes[0].onlyIfCached is "maybe"; accepted: auto, true or false'],
  ],
  [
    'a purge with a strange key',
    node('address: http://a\n    purge: { method: purge, verb: x }'),
    [
      'forewarm.yaml:5:22: nodes[0].purge.method is "purge"; accepted: a method in capitals such as PURGE',
      'forewarm.yaml:5:29: nodes[0].purge.verb is not a known key; accepted: method, address, headers, bypass, directory',
    ],
  ],
  [
    'two ways to purge a directory',
    node('address: http://a\n    purge: { directory: { ban: {}, objects: {}, repeatAfterMs: 5 } }'),
    [
      'forewarm.yaml:5:36: nodes[0].purge.directory has ban and objects; accepted: exactly one of ban, files, objects, regexRevalidate, purgeAll',
    ],
  ],
  [
    'no way to purge a directory',
    node('address: http://a\n    purge: { directory: { repeatAfterMs: 5 } }'),
    ['forewarm.yaml:5:25: nodes[0].purge.directory names no way; accepted: exactly one of ban, files, objects, regexRevalidate, purgeAll'],
  ],
  [
    'a cache key that a URL alone does not decide',
    node('address: http://a\n    purge: { directory: { files: { path: cache, key: $scheme$proxy_host$request_uri } } }'),
    [
      'forewarm.yaml:5:42: nodes[0].purge.directory.files.path is "cache"; accepted: the absolute path of proxy_cache_path',
      'forewarm.yaml:5:54: nodes[0].purge.directory.files.key is "$scheme$proxy_host$request_uri"; accepted: the proxy_cache_key, with $scheme, $host or $http_host before $request_uri or $uri, such as $host$request_uri',
    ],
  ],
  [
    'a command in one piece, and a header that is none',
    node('address: http://a\n    purge: { directory: { regexRevalidate: { file: /r, reload: traffic_ctl } }, bypass: { Host: x } }'),
    [
      'forewarm.yaml:5:64: nodes[0].purge.directory.regexRevalidate.reload is "traffic_ctl"; accepted: a command and its arguments, such as [traffic_ctl, config, reload]',
      'forewarm.yaml:5:97: nodes[0].purge.bypass.Host is a header that forewarm sets itself or that would ask for less than the object; accepted: any other header',
    ],
  ],
  [
    'a secret that is empty',
    node('address: http://a\n    purge: { directory: { purgeAll: { header: "X Purge", secret: "" } } }'),
    [
      'forewarm.yaml:5:47: nodes[0].purge.directory.purgeAll.header is "X Purge"; accepted: the name of a header, such as X-Ban-Re',
      'forewarm.yaml:5:66: nodes[0].purge.directory.purgeAll.secret is empty; accepted: its --secret',
    ],
  ],
  [
    'a name with a space',
    `${projects}nodes: [{ name: "edge a", address: "http://a" }]\n`,
    ['forewarm.yaml:2:17: nodes[0].name is "edge a"; accepted: 1 to 64 letters, digits, - _ and ., beginning with a letter or digit'],
  ],
  [
    'a node that stands twice',
    `${projects}nodes:\n  - { name: a, address: "http://a" }\n  - { name: a, address: "http://b" }\n`,
    ['forewarm.yaml:4:13: nodes[1].name is "a" a second time; it stands already in line 3 of forewarm.yaml'],
  ],
  [
    'a certificate that is not there',
    node('address: https://a\n    tls: { ca: no.pem }'),
    [`forewarm.yaml:5:16: nodes[0].tls.ca names a file that can't be read: there is no such file`],
  ],
  [
    'a certificate that is none',
    node('address: https://a\n    tls: { ca: forewarm.yaml }'),
    ['forewarm.yaml:5:16: nodes[0].tls.ca names a file that holds no such thing; accepted: a certificate in PEM'],
  ],
  [
    'faults in the defaults of two nodes',
    `${projects}nodeDefaults: { concurrency: x, name: y }\nnodes: [{ name: a, address: "http://a" }, { name: b, address: "http://b" }]\n`,
    [
      'forewarm.yaml:2:30: nodeDefaults.concurrency is "x"; accepted: a whole number from 1 to 10000',
      'forewarm.yaml:2:33: nodeDefaults.name is not a known key; accepted: sharedSchemes, tls, layer, region, concurrency, cache, pull, headers, onlyIfCached, slice, purge',
    ],
  ],
  [
    'a domain that is a URL',
    `${projects}domains: [{ name: "https://cdn.example.com/" }]\n`,
    [
      'forewarm.yaml:2:19: domains[0].name is "https://cdn.example.com/"; accepted: a domain such as cdn.example.com, without scheme, port or path',
    ],
  ],
  [
    'a domain that is an address',
    `${projects}domains: [{ name: 10.1.2.3 }]\n`,
    ['forewarm.yaml:2:19: domains[0].name is "10.1.2.3"; accepted: a domain such as cdn.example.com, without scheme, port or path'],
  ],
  [
    'a domain with a wildcard',
    `${projects}domains: [{ name: "*.example.com" }]\n`,
    [
      'forewarm.yaml:2:19: domains[0].name ("*.example.com") has a wildcard; each domain is named by itself; accepted: a domain such as cdn.example.com, without scheme, port or path',
    ],
  ],
  [
    'a node that is not there',
    domain('nodes: [edge-b]'),
    ['forewarm.yaml:5:13: domains[0].nodes[0] names the node "edge-b", which is not there; did you mean edge-a? known: edge-a'],
  ],
  [
    'a region that is not there',
    domain('nodes: { region: us }'),
    ['forewarm.yaml:5:12: domains[0].nodes selects no node: none has "us"; known regions: cn'],
  ],
  [
    'a layer that is not there',
    domain('nodes: [{ layer: mid, region: cn }]'),
    ['forewarm.yaml:5:13: domains[0].nodes[0] selects no node: none has "cn" and "mid"; known regions: cn'],
  ],
  [
    'a selector of nothing',
    domain('nodes: [{}]'),
    [`forewarm.yaml:5:13: domains[0].nodes[0] selects nothing; accepted: a node's name, { region: … } or { layer: … }`],
  ],
  [
    'a project that is not there',
    domain('project: other'),
    ['forewarm.yaml:5:14: domains[0].project names the project "other", which is not there; known: org-main'],
  ],
  [
    'a variant that asks for a part',
    domain('variants: [{}, { Range: "bytes=0-0" }]'),
    [
      'forewarm.yaml:5:29: domains[0].variants[1].Range ("bytes=0-0") is a header that forewarm sets itself or that would ask for less than the object; accepted: any other header',
    ],
  ],
  [
    'variants that are none',
    domain('variants: []'),
    ['forewarm.yaml:5:15: domains[0].variants is an empty list; accepted: a list of request header maps; {} is the plain request'],
  ],
  [
    'a variant that stands twice',
    domain('variants: [{ Accept: a, X-B: b }, { x-b: b, accept: a }]'),
    ['forewarm.yaml:5:39: domains[0].variants[1] is the same variant a second time; accepted: each once'],
  ],
  [
    'a judgement that there is not',
    domain('verify: always'),
    ['forewarm.yaml:5:13: domains[0].verify is "always"; accepted: off, headers or rehit'],
  ],
  [
    'rates that are none',
    domain('rate: { requestsPerSecond: 0, bytesPerSecond: 10MiBs, concurrency: 1.5 }'),
    [
      'forewarm.yaml:5:32: domains[0].rate.requestsPerSecond is 0; accepted: a number above 0',
      'forewarm.yaml:5:51: domains[0].rate.bytesPerSecond is "10MiBs"; accepted: a size from 1B to 1024TiB such as 8MiB (units: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB)',
      'forewarm.yaml:5:72: domains[0].rate.concurrency is 1.5; accepted: a whole number from 1 to 100000',
    ],
  ],
  [
    'a stagger that is no yes or no',
    domain('stagger: sometimes'),
    ['forewarm.yaml:5:14: domains[0].stagger is "sometimes"; accepted: true or false'],
  ],
  [
    'what is kept warm for no time, and how much of it',
    domain('keepWarm: { hours: 0, maxUrls: 10000001 }'),
    [
      'forewarm.yaml:5:24: domains[0].keepWarm.hours is 0; accepted: a whole number from 1 to 8784',
      'forewarm.yaml:5:36: domains[0].keepWarm.maxUrls is 10000001; accepted: a whole number from 1 to 10000000',
    ],
  ],
  [
    'a quota below no quota',
    domain('quota: { prefetchPerDay: -2 }'),
    ['forewarm.yaml:5:30: domains[0].quota.prefetchPerDay is -2; accepted: a whole number from -1 to 2147483647'],
  ],
  [
    'a domain that stands twice',
    `${projects}domains: [{ name: a.example }, { name: A.EXAMPLE }]\n`,
    ['forewarm.yaml:2:40: domains[1].name is "A.EXAMPLE" a second time; it stands already in line 2 of forewarm.yaml'],
  ],
  [
    'an id that stands twice',
    `${projects}domains: [{ name: a.example, id: b.example }, { name: b.example }]\n`,
    ['forewarm.yaml:2:55: domains[1].name is "b.example" a second time; it stands already in line 2 of forewarm.yaml'],
  ],
];

describe('What a configuration says of nodes and domains', () => {
  test.each(rows)('is told: %s', (_, text, faults) => {
    const told = faultsOf(text, { SECRET: 'hunter2 with spaces' });
    expect(told).toEqual(faults);
    expect(told.join(' ')).not.toContain('hunter');
  });
});
