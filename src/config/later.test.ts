import { expect, test } from 'vitest';
import { Folder } from './testing/folder.ts';

const all = `projects: [{ id: org-main }]
masterKey: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
audit: { keepDays: 1 }
callbacks: []
`;

test('keys that do nothing yet are told by name and line, and are no fault', () => {
  using folder = new Folder({ 'forewarm.yaml': all });
  expect(folder.faults()).toEqual([]);
  expect(folder.warnings()).toEqual(['forewarm.yaml:4:1: callbacks has no effect in this version: nobody is told']);
});

test('the value that is what happens anyway needs no word', () => {
  const text = `projects: [{ id: a }]
store: sqlite:./data/forewarm.db
queue: local
`;
  using folder = new Folder({ 'forewarm.yaml': text });
  expect([...folder.faults(), ...folder.warnings()]).toEqual([]);
});

test('what works now needs no word either', () => {
  const text = `projects: [{ id: a }]
nodes: [{ name: a, address: "http://a", pull: head }]
domains: [{ name: a.example, nodes: a, stagger: true, keepWarm: { hours: 4 } }]
timeouts: { readyMaxMs: 1000 }
`;
  using folder = new Folder({ 'forewarm.yaml': text });
  expect([...folder.faults(), ...folder.warnings()]).toEqual([]);
});
