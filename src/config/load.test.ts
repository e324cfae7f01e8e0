import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from './config.ts';
import { Folder, faultsOf } from './testing/folder.ts';

const projects = 'projects: [{ id: org-main }]\n';

function configOf(text: string, env: Record<string, string> = {}): Config {
  using folder = new Folder({ 'forewarm.yaml': text });
  const loaded = folder.load(env);
  if (!loaded.ok) throw new Error(folder.faults(env).join('\n'));
  return loaded.config;
}

describe('What is not written', () => {
  test('has the defaults that the design gives', () => {
    const config = configOf(projects);
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 8460, trustedProxies: [] });
    expect(config.store.path).toMatch(/\/data\/forewarm\.db$/);
    expect(config.queue).toEqual({ kind: 'local' });
    expect(config.timezone).toBe('Asia/Shanghai');
    expect(config.projects).toEqual([{ id: 'org-main', name: 'org-main', isDefault: true }]);
    expect(config.retry).toEqual({ attempts: 3, backoffMs: 500, maxBackoffMs: 30_000 });
    expect(config.timeouts).toEqual({
      connectMs: 5000,
      headersMs: 30_000,
      idleMs: 30_000,
      urlMs: 3_600_000,
      nodeDownMs: 600_000,
      readyMaxMs: 600_000,
      purgeLayerMs: 3000,
    });
    expect(config.limits).toEqual({
      requestsPerSecond: 100,
      submitIntervalMs: 0,
      duplicateWindowMs: 10_000,
      bodyBytes: 8_388_608,
      queuedUrls: 10_000_000,
    });
    expect([config.history, config.audit]).toEqual([{ keepDays: 30 }, { keepDays: 400 }]);
  });

  test('of a node, a domain and a key has them too', () => {
    const config = configOf(`projects: [{ id: a }, { id: b, default: true }]
keys: [{ publicKey: k, privateKey: s }]
nodes: [{ name: n, address: "HTTP://Edge.Example/" }]
domains: [{ name: CDN.example.com, nodes: n }]
`);
    expect(config.keys).toEqual([{ publicKey: 'k', privateKey: 's', account: 'main', projects: ['a', 'b'], actions: ['*'] }]);
    expect(config.nodes).toEqual([
      {
        name: 'n',
        layer: 'edge',
        addresses: { http: 'http://edge.example:80' },
        sharedSchemes: false,
        tls: { verify: true },
        concurrency: 64,
        cache: 'auto',
        headers: {},
        onlyIfCached: 'auto',
        pull: 'body',
      },
    ]);
    expect(config.domains).toEqual([
      {
        name: 'cdn.example.com',
        id: 'cdn.example.com',
        project: 'b',
        prefetch: true,
        nodes: ['n'],
        variants: [{}],
        verify: 'headers',
        stagger: false,
        rate: { concurrency: 64 },
        quota: { prefetchPerDay: -1, refreshFilePerDay: -1, refreshDirPerDay: -1 },
      },
    ]);
  });

  test('keeps nothing warm; what is kept warm is a day’s, and ten thousand URLs', () => {
    const config = configOf(`${projects}domains: [{ name: a.example, keepWarm: {} }, { name: b.example }]\n`);
    expect(config.domains.map(({ keepWarm }) => keepWarm)).toEqual([{ hours: 24, maxUrls: 10_000 }, undefined]);
  });

  test('is the same as a list or map at the top whose lines are all commented out', () => {
    expect(configOf(`${projects}nodes:\n# - name: a\ndomains:\nlimits:\nkeys:\n`)).toEqual({
      ...configOf(projects),
      store: expect.anything(),
    });
  });
});

describe('Names', () => {
  const nodes = `nodes:
  - { name: shield, address: "http://a", layer: mid, region: cn }
  - { name: edge-1, address: "http://b", region: cn }
  - { name: edge-2, address: "http://c", region: us }
`;
  test.each([
    ['[edge-2, shield]', ['shield', 'edge-2']],
    ['edge-1', ['edge-1']],
    ['{ region: cn }', ['shield', 'edge-1']],
    ['[{ layer: edge }, edge-1]', ['edge-1', 'edge-2']],
    ['[{ layer: edge, region: cn }]', ['edge-1']],
    ['[]', []],
  ])('a domain with nodes: %s has %j, in the order of the nodes', (written, names) => {
    const config = configOf(`${projects}${nodes}domains: [{ name: cdn.example.com, nodes: ${written} }]\n`);
    expect(config.domains[0]?.nodes).toEqual(names);
  });

  test('a domain in other letters is kept as it is sent', () => {
    expect(configOf(`${projects}domains: [{ name: Bücher.example }]\n`).domains[0]?.name).toBe('xn--bcher-kva.example');
  });
});

describe('What is put in', () => {
  test('comes from the environment and from files beside the file, also within braces and for numbers', () => {
    using folder = new Folder({
      'forewarm.yaml': `${projects}listen: 127.0.0.1:\${PORT}
keys: [{ publicKey: demo, privateKey: \${file:keys/demo, old}, expires: "\${YEAR}-01-01T00:00:00Z" }]
nodes: [{ name: a, address: "http://a", concurrency: \${SLOTS}, sharedSchemes: \${SHARED}, headers: { X-A: '\${A}\${A}', X-B: '$\${A}' } }]
`,
      'keys/demo, old': 'p$ {}: secret\r\n'.replaceAll(' ', '_'),
    });
    const loaded = folder.load({ PORT: '9', YEAR: '2030', SLOTS: '7', SHARED: 'true', A: '${A}' });
    expect(loaded).toMatchObject({
      ok: true,
      config: {
        listen: { port: 9 },
        keys: [{ privateKey: 'p$_{}:_secret', expiresAtMs: Date.UTC(2030, 0, 1) }],
        nodes: [{ concurrency: 7, sharedSchemes: true, headers: { 'X-A': '${A}${A}', 'X-B': '${A}' } }],
      },
    });
  });

  test('may hold what YAML would read otherwise, and stays text', () => {
    const config = configOf(`${projects}keys: [{ publicKey: demo, privateKey: \${KEY} }]\n`, { KEY: '00123' });
    expect(config.keys[0]?.privateKey).toBe('00123');
  });

  test('is nowhere in a message, however it is wrong', () => {
    const text = `${projects}listen: \${S}\nstore: \${S}\nlog: { level: \${S} }\nnodes: [{ name: \${S}, address: \${S}, concurrency: \${S} }]\ndomains: [{ name: \${S}, nodes: [\${S}], project: \${S} }]\n`;
    const faults = faultsOf(text, { S: 'hunter 2' });
    expect(faults).toHaveLength(9);
    expect(faults.join('\n')).not.toContain('hunter');
  });

  test('is no hint and no name in a list either', () => {
    const text = `projects: [{ id: \${S} }]\ninclude: \${S}\nnodes: [{ name: \${S}, address: "http://a", region: \${S} }]\ndomains: [{ name: a.example, project: hunter3, nodes: [hunter3, { region: us }] }]\n`;
    const faults = faultsOf(text, { S: 'hunter2' });
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).not.toContain('hunter2');
  });

  test('does not reach the words of the YAML parser either', () => {
    const faults = faultsOf(`${projects}keys:\n  - privateKey: "hunter\\q2"\n  publicKey: @hunter2\n  }hunter2\n`);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).not.toContain('hunter');
  });
});

describe('Included files', () => {
  test('add their nodes and domains in the order of their names', () => {
    using folder = new Folder({
      'forewarm.yaml': `${projects}include: nodes.d/*.yaml\nnodeDefaults: { layer: mid }\nnodes: [{ name: own, address: "http://o" }]\n`,
      'nodes.d/b.yaml': 'nodes: [{ name: b, address: "http://b" }]\ndomains: [{ name: b.example, nodes: [a, b, own] }]\n',
      'nodes.d/a.yaml': 'nodes: [{ name: a, address: "http://${file:host}" }]\n',
      'nodes.d/host': 'a.example\n',
      'nodes.d/empty.yaml': '# nothing yet\n',
    });
    const loaded = folder.load();
    if (!loaded.ok) throw new Error(folder.faults().join('\n'));
    expect(loaded.config.nodes.map((node) => [node.name, node.layer])).toEqual([
      ['own', 'mid'],
      ['a', 'mid'],
      ['b', 'mid'],
    ]);
    expect(loaded.config.nodes[1]?.addresses).toEqual({ http: 'http://a.example:80' });
    expect(loaded.config.domains[0]?.nodes).toEqual(['own', 'a', 'b']);
  });

  test('are named by the faults that stand in them', () => {
    using folder = new Folder({
      'forewarm.yaml': `${projects}include: [nodes.d/*.yaml, ./*.yaml]\nnodes: [{ name: a, address: "http://a", colour: red }]\n`,
      'nodes.d/a.yaml': '# edges\nnodes:\n  - name: a\n    address: tcp://a\n',
      'nodes.d/b.yaml': 'keys: []\ndomains: [{ name: b.example, nodes: [b] }]\n',
    });
    expect(folder.faults().map((fault) => fault.replace(/accepted: .*/, '…'))).toEqual([
      'forewarm.yaml:3:41: nodes[0].colour is not a known key; …',
      'nodes.d/a.yaml:3:11: nodes[0].name is "a" a second time; it stands already in line 3 of forewarm.yaml',
      'nodes.d/a.yaml:4:14: nodes[0].address is "tcp://a"; …',
      'nodes.d/b.yaml:1:1: keys is not a known key; …',
      'nodes.d/b.yaml:2:38: domains[0].nodes[0] names the node "b", which is not there; did you mean a? known: a',
    ]);
  });

  test('that are not YAML are told alone: with a part missing, names would seem unknown', () => {
    using folder = new Folder({
      'forewarm.yaml': `${projects}include: more.yaml\ndomains: [{ name: a.example, nodes: [a] }]\n`,
      'more.yaml': 'nodes: [\n',
    });
    expect(folder.faults()).toHaveLength(1);
    expect(folder.faults()[0]).toMatch(/^more\.yaml:2:1: this is not YAML/);
  });
});

describe('A file that can not be read', () => {
  test('is a fault, not a crash', () => {
    using folder = new Folder({ 'binary.yaml': '' });
    mkdirSync(join(folder.path, 'folder.yaml'));
    symlinkSync('nowhere', join(folder.path, 'forewarm.yaml'));
    expect(folder.faults()).toEqual(["forewarm.yaml: can't be read: there is no such file"]);
    expect(folder.load({}, 'folder.yaml')).toMatchObject({ ok: false, faults: [{ message: "can't be read: it is a folder" }] });
  });

  test('because an alias repeats a part too often is one too', () => {
    const lines = Array.from({ length: 9 }, (_, index) => `  - &l${index + 1} [${Array(9).fill(`*l${index}`).join(', ')}]`);
    const faults = faultsOf(`${projects}nodes:\n  - &l0 [x]\n${lines.join('\n')}\n`);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).toContain('makes this file too large');
  });
});
