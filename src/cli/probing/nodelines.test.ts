import { expect, test } from 'vitest';
import { Folder } from '../../config/testing/folder.ts';
import { certPem } from '../../config/testing/pems.ts';
import { nodeLines } from './nodelines.ts';

test('whatever stands in them, they are configuration', () => {
  using folder = new Folder({ 'my ${edge}: ca.pem': certPem });
  const lines = nodeLines({
    name: 'edge-a',
    address: 'https://[::1]:8443',
    sharedSchemes: true,
    tls: { ca: `${folder.path}/my \${edge}: ca.pem` },
    cache: 'varnish',
    onlyIfCached: true,
    slice: '1048577',
    purge: { method: 'PURGE', directory: { ban: { method: 'BAN', header: 'X-Ban-Re' } } },
    headers: { 'X-Edge-Token': '${X_EDGE_TOKEN}' },
  });
  using configured = new Folder({ 'forewarm.yaml': ['projects: [{ id: a }]', ...lines, ''].join('\n') });
  const env = { X_EDGE_TOKEN: 'a: "token"' };
  expect(configured.faults(env)).toEqual([]);
  expect(configured.load(env)).toMatchObject({
    config: {
      nodes: [
        {
          addresses: { https: 'https://[::1]:8443' },
          sharedSchemes: true,
          tls: { caPem: certPem },
          sliceBytes: 1_048_577,
          headers: { 'X-Edge-Token': 'a: "token"' },
          purge: { directory: { way: { kind: 'ban', header: 'X-Ban-Re' } } },
        },
      ],
    },
  });
});
