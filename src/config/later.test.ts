import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatFault } from './fault.ts';
import { gather } from './gather.ts';
import { type LaterKey, laterWarnings } from './later.ts';
import { Folder } from './testing/folder.ts';

const all = `projects: [{ id: org-main, name: Main }]
audit: { keepDays: 1 }
log: { level: silent }
`;

const later: readonly LaterKey[] = [
  { path: ['audit'], meaning: 'nothing is kept' },
  { path: ['projects', '*', 'name'] },
  { path: ['log', 'level'], values: { named: '`silent`', holds: (text) => text === 'silent' } },
  { path: ['log', 'format'] },
];

test('keys that do nothing yet are told by name and line', () => {
  using folder = new Folder({ 'forewarm.yaml': all });
  const { root } = gather(join(folder.path, 'forewarm.yaml'), {});
  if (root === undefined) throw new Error('it can not be read');
  expect(laterWarnings(root, later).map((fault) => formatFault(fault).replaceAll(`${folder.path}/`, ''))).toEqual([
    'forewarm.yaml:2:1: audit has no effect in this version: nothing is kept',
    'forewarm.yaml:1:28: projects[0].name has no effect in this version',
    'forewarm.yaml:3:8: log.level has no effect in this version',
  ]);
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
callbacks: []
outbound: { allowAddresses: [10.0.0.0/8] }
`;
  using folder = new Folder({ 'forewarm.yaml': text });
  expect([...folder.faults(), ...folder.warnings()]).toEqual([]);
});
