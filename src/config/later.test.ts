import { expect, test } from 'vitest';
import { Folder } from './testing/folder.ts';

const all = `projects: [{ id: org-main }]
masterKey: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
nodes:
  - name: a
    address: http://a
    slice: 1MiB
    onlyIfCached: true
    purge:
      method: PURGE
domains:
  - name: a.example
    verify: rehit
    keepWarm: { hours: 4 }
timeouts: { nodeDownMs: 1, purgeLayerMs: 1 }
audit: { keepDays: 1 }
callbacks: []
`;

test('keys that do nothing yet are told by name and line, and are no fault', () => {
  using folder = new Folder({ 'forewarm.yaml': all });
  expect(folder.faults()).toEqual([]);
  expect(folder.warnings()).toEqual([
    'forewarm.yaml:2:1: masterKey has no effect in this version',
    'forewarm.yaml:6:5: nodes[0].slice has no effect in this version',
    'forewarm.yaml:7:5: nodes[0].onlyIfCached has no effect in this version',
    'forewarm.yaml:8:5: nodes[0].purge has no effect in this version',
    'forewarm.yaml:12:5: domains[0].verify has no effect in this version: a whole 2xx response counts as success',
    'forewarm.yaml:13:5: domains[0].keepWarm has no effect in this version',
    'forewarm.yaml:14:13: timeouts.nodeDownMs has no effect in this version',
    'forewarm.yaml:14:28: timeouts.purgeLayerMs has no effect in this version',
    'forewarm.yaml:15:1: audit has no effect in this version',
    'forewarm.yaml:16:1: callbacks has no effect in this version: nobody is told',
  ]);
});

test('the value that is what happens anyway needs no word', () => {
  const text = `projects: [{ id: a }]
nodes: [{ name: a, address: "http://a", onlyIfCached: auto, pull: body }]
domains: [{ name: a.example, verify: off }]
`;
  using folder = new Folder({ 'forewarm.yaml': text });
  expect([...folder.faults(), ...folder.warnings()]).toEqual([]);
});

test('a key in nodeDefaults is told once, where it stands', () => {
  const text = `projects: [{ id: a }]
nodeDefaults: { slice: 1MiB }
nodes: [{ name: a, address: "http://a" }, { name: b, address: "http://b" }]
`;
  using folder = new Folder({ 'forewarm.yaml': text });
  expect(folder.warnings()).toEqual(['forewarm.yaml:2:17: nodeDefaults.slice has no effect in this version']);
});
