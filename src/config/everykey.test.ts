import { expect, test } from 'vitest';
import { configReference } from './reference.ts';
import { hidden, shownConfig } from './shown.ts';
import { Folder } from './testing/folder.ts';
import { certPem, keyPem } from './testing/pems.ts';

/** Each key that there is, at least once; what comes with a later version too. */
const everyKey = `
listen:
  address: 0.0.0.0:8460
  tls: { cert: cert.pem, key: key.pem }
  trustedProxies: [10.0.0.0/8, "::1"]
  metrics: 127.0.0.1:9100
  plaintext: false
store: sqlite:./data/forewarm.db
queue: local
timezone: Asia/Shanghai
masterKey: \${file:./master.key}
log: { level: info, format: json }
projects:
  - { id: org-main, name: Main, default: true }
keys:
  - publicKey: demo-public
    privateKey: \${FOREWARM_PRIVATE_KEY}
    account: main
    projects: [org-main]
    actions: ["*"]
    urls: ["cdn.example.com/partner/"]
    allowIps: [127.0.0.0/8]
    expires: 2027-01-01T00:00:00Z
    basic: true
include: nodes.d/*.yaml
nodeDefaults: { concurrency: 64 }
nodes:
  - name: edge-a
    address: http://127.0.0.1:8081
    sharedSchemes: true
    layer: edge
    region: cn-sh2
    concurrency: 64
    cache: nginx
    pull: body
    headers: { X-Edge-Token: "\${EDGE_TOKEN}" }
    onlyIfCached: auto
    slice: 1MiB
    purge: { method: PURGE, address: "http://127.0.0.1:8082", headers: { X-Token: "\${EDGE_TOKEN}" } }
  - name: edge-c
    address: http://127.0.0.1:8083
    pull: head
    purge: { directory: { files: { path: /var/cache/nginx, key: $host$request_uri }, repeatAfterMs: 2000 } }
  - name: edge-d
    address: http://127.0.0.1:8084
    purge: { bypass: { X-Refresh: "1" }, directory: { ban: { method: BAN, header: X-Ban-Re } } }
  - name: edge-e
    address: http://127.0.0.1:8085
    purge: { directory: { objects: { path: /var/spool/squid } } }
  - name: edge-f
    address: http://127.0.0.1:8086
    purge: { directory: { regexRevalidate: { file: /etc/trafficserver/revalidate.conf, reload: [traffic_ctl, config, reload] } } }
  - name: edge-g
    address: http://127.0.0.1:8087
    purge: { directory: { purgeAll: { header: X-Purge-All, secret: "\${EDGE_TOKEN}" } } }
  - name: edge-b
    addresses: { http: "http://10.0.0.1", https: "https://10.0.0.1" }
    tls: { ca: cert.pem, verify: true }
domains:
  - name: cdn.example.com
    id: ucdn-demo
    project: org-main
    prefetch: true
    nodes: [edge-a, { name: edge-a, region: cn-sh2, layer: edge }, { layer: edge }]
    variants: [{}, { Accept-Encoding: br }]
    verify: headers
    rate: { requestsPerSecond: 500, bytesPerSecond: 200MiB, concurrency: 128 }
    quota: { prefetchPerDay: 10000, refreshFilePerDay: 10000, refreshDirPerDay: 100 }
    stagger: true
    keepWarm: { hours: 12, maxUrls: 100000 }
retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 30000 }
timeouts: { connectMs: 5000, headersMs: 30000, idleMs: 30000, urlMs: 3600000, nodeDownMs: 600000, readyMaxMs: 300000, purgeLayerMs: 3000 }
limits: { requestsPerSecond: 100, submitIntervalMs: 0, duplicateWindowMs: 10000, bodyBytes: 8MiB, queuedUrls: 10000000 }
history: { keepDays: 30 }
audit: { keepDays: 400 }
callbacks:
  - { url: https://hooks.example.com/x, secret: \${HOOK_SECRET}, on: [task.finished], projects: [org-main] }
outbound: { allowAddresses: [10.0.0.0/8, "fd00::/8"] }
`;

const hookSecret = `whsec_${Buffer.alloc(32, 'hooks').toString('base64')}`;

test('every key that the reference has can be written, and does what its kind says', () => {
  using folder = new Folder({ 'forewarm.yaml': everyKey, 'cert.pem': certPem, 'key.pem': keyPem, 'master.key': `${'0a'.repeat(32)}\n` });
  const env = { FOREWARM_PRIVATE_KEY: 'hunter2', EDGE_TOKEN: 'token', HOOK_SECRET: hookSecret };
  expect(folder.faults(env)).toEqual([]);
  expect(folder.load(env)).toMatchObject({
    config: {
      listen: { host: '0.0.0.0', port: 8460, metrics: { host: '127.0.0.1', port: 9100 } },
      masterKey: '0a'.repeat(32),
      keys: [{ privateKey: 'hunter2', urls: ['cdn.example.com/partner/'] }],
      nodes: [
        { headers: { 'X-Edge-Token': 'token' }, sliceBytes: 2 ** 20, purge: { method: 'PURGE', headers: { 'X-Token': 'token' } } },
        { pull: 'head', purge: { directory: { way: { kind: 'files', key: '$host$request_uri' }, repeatAfterMs: 2000 } } },
        { purge: { bypass: { 'X-Refresh': '1' }, directory: { way: { kind: 'ban' }, repeatAfterMs: 1000 } } },
        { purge: { directory: { way: { kind: 'objects', path: '/var/spool/squid' } } } },
        { purge: { directory: { way: { kind: 'regexRevalidate', reload: ['traffic_ctl', 'config', 'reload'] } } } },
        { purge: { directory: { way: { kind: 'purgeAll', secret: 'token' } } } },
        { addresses: { http: 'http://10.0.0.1:80', https: 'https://10.0.0.1:443' } },
      ],
      domains: [
        {
          nodes: ['edge-a', 'edge-c', 'edge-d', 'edge-e', 'edge-f', 'edge-g', 'edge-b'],
          rate: { bytesPerSecond: 209_715_200 },
          stagger: true,
          keepWarm: { hours: 12, maxUrls: 100_000 },
        },
      ],
      timeouts: { readyMaxMs: 300_000 },
      callbacks: [{ secret: hookSecret }],
      outbound: { allowAddresses: ['10.0.0.0/8', 'fd00::/8'] },
    },
  });
});

test('no key is missing above', () => {
  const names = [...configReference().matchAll(/^\| `([\w.[\]]+)`/gm)].map(([, path = '']) => path.split(/[.[\]]+/).at(-1) ?? '');
  expect(names.length).toBeGreaterThan(80);
  expect(names.filter((name) => !new RegExp(`\\b${name}:`).test(everyKey))).toEqual([]);
});

test('shown, it hides what authenticates anybody, whichever key that stands at, and nothing else', () => {
  const masterKey = '0a'.repeat(32);
  using folder = new Folder({ 'forewarm.yaml': everyKey, 'cert.pem': certPem, 'key.pem': keyPem, 'master.key': masterKey });
  const loaded = folder.load({
    FOREWARM_PRIVATE_KEY: 'private-5up3r',
    EDGE_TOKEN: 'edge-5up3r',
    HOOK_SECRET: `whsec_5up3r${'A'.repeat(39)}`,
  });
  if (!loaded.ok) throw new Error('it could not be loaded');
  const { config } = loaded;
  const shown = shownConfig(config);
  for (const secret of ['5up3r', masterKey, 'BEGIN', 'hooks.example.com/x']) expect(JSON.stringify(shown)).not.toContain(secret);
  expect(Object.keys(shown).sort()).toEqual(Object.keys(config).sort());
  expect(shown).toMatchObject({
    listen: { host: '0.0.0.0', tls: { cert: hidden, key: hidden } },
    masterKey: hidden,
    keys: [{ publicKey: 'demo-public', privateKey: hidden, urls: ['cdn.example.com/partner/'] }],
    domains: config.domains,
    timeouts: config.timeouts,
    limits: config.limits,
    callbacks: [{ url: `https://hooks.example.com/${hidden}`, secret: hidden, on: ['task.finished'] }],
  });
  expect(shown['nodes']).toMatchObject([
    { name: 'edge-a', headers: { 'X-Edge-Token': hidden }, purge: { method: 'PURGE', headers: { 'X-Token': hidden } } },
    { purge: { directory: { way: { kind: 'files', key: '$host$request_uri' } } } },
    { purge: { bypass: { 'X-Refresh': hidden }, directory: { way: { kind: 'ban', header: 'X-Ban-Re' } } } },
    {},
    {},
    { purge: { directory: { way: { kind: 'purgeAll', header: 'X-Purge-All', secret: hidden } } } },
    { tls: { ca: hidden, verify: true }, addresses: { https: 'https://10.0.0.1:443' } },
  ]);
});
