import { expect, test } from 'vitest';
import { Folder } from './testing/folder.ts';

const all = `projects: [{ id: org-main }]
masterKey: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
domains:
  - name: a.example
    keepWarm: { hours: 4 }
audit: { keepDays: 1 }
callbacks: []
`;

test('keys that do nothing yet are told by name and line, and are no fault', () => {
  using folder = new Folder({ 'forewarm.yaml': all });
  expect(folder.faults()).toEqual([]);
  expect(folder.warnings()).toEqual([
    'forewarm.yaml:2:1: masterKey has no effect in this version',
    'forewarm.yaml:5:5: domains[0].keepWarm has no effect in this version',
    'forewarm.yaml:6:1: audit has no effect in this version',
    'forewarm.yaml:7:1: callbacks has no effect in this version: nobody is told',
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
nodeDefaults: { pull: head }
nodes: [{ name: a, address: "http://a" }, { name: b, address: "http://b" }]
`;
  using folder = new Folder({ 'forewarm.yaml': text });
  expect(folder.faults()).toEqual([
    'forewarm.yaml:2:23: nodeDefaults.pull has a value that is not available in this version; accepted: body',
  ]);
});
