import { describe, expect, test } from 'vitest';
import { faultsOf } from './testing/folder.ts';

const projects = 'projects: [{ id: org-main }]\n';
const key = (rest: string) => `${projects}keys:\n  - publicKey: demo\n    privateKey: s3cret\n    ${rest}\n`;

/** Each: what is wrong, the file, and all that is said of it. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'an empty file',
    '',
    ['forewarm.yaml:1:1: the configuration has no projects; accepted: a list of at least one project, such as [{ id: org-main }]'],
  ],
  ['a file that holds a list', '- a\n', ['forewarm.yaml:1:1: this file holds no keys; accepted: a map such as listen: 127.0.0.1:8460']],
  ['a file that holds words', 'hello\n', ['forewarm.yaml:1:1: this file holds no keys; accepted: a map such as listen: 127.0.0.1:8460']],
  [
    'a list that does not end',
    'projects: [a\nlisten: x',
    ['forewarm.yaml:2:1: this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  [
    'a key at the wrong column',
    'projects:\n  - id: a\n name: b\n',
    ['forewarm.yaml:3:1: this is not YAML: All mapping items must start at the same column'],
  ],
  ['a tab', 'log:\n\tlevel: info\n', ['forewarm.yaml:2:1: a tab indents this line; YAML takes spaces only']],
  ['a key that stands twice', `${projects}queue: local\nqueue: local\n`, ['forewarm.yaml:3:1: the key queue stands here a second time']],
  [
    'a second document',
    `${projects}---\n${projects}`,
    ['forewarm.yaml:2:1: a second document begins here (---); accepted: one document a file'],
  ],
  [
    'an alias without its anchor',
    `${projects}nodeDefaults: *x\n`,
    ['forewarm.yaml:2:15: nodeDefaults: the alias *x repeats nothing: no &anchor of that name stands before it'],
  ],
  [
    'an alias within its own anchor',
    `${projects}nodes: &a\n  - *a\n`,
    ['forewarm.yaml:3:5: nodes[0]: the alias *a stands within what it repeats'],
  ],
  [
    'a mistyped key at the top',
    `${projects}lissten: 127.0.0.1:1\n`,
    [
      'forewarm.yaml:2:1: lissten is not a known key, did you mean listen? accepted: listen, store, queue, timezone, masterKey, log, projects, keys, include, nodeDefaults, nodes, domains, retry, timeouts, limits, history, audit, callbacks, outbound',
    ],
  ],
  [
    'a key like no other',
    `${projects}log: { colour: blue }\n`,
    ['forewarm.yaml:2:8: log.colour is not a known key; accepted: level, format'],
  ],
  [
    'a key that is a part of every object',
    `${projects}log: { __proto__: { level: info }, constructor: 1 }\n`,
    [
      'forewarm.yaml:2:8: log.__proto__ is not a known key; accepted: level, format',
      'forewarm.yaml:2:36: log.constructor is not a known key; accepted: level, format',
    ],
  ],
  [
    'a variable that is not set',
    key('expires: ${WHEN}'),
    ['forewarm.yaml:5:14: keys[0].expires needs the environment variable WHEN, which is not set'],
  ],
  [
    'a file that is not there',
    key('expires: ${file:./when}'),
    ['forewarm.yaml:5:14: keys[0].expires needs the file ./when: there is no such file'],
  ],
  ['a file without a name', key('expires: ${file:}'), ['forewarm.yaml:5:14: keys[0].expires has ${file:} without a path']],
  [
    'a reference of another kind',
    key('expires: ${when?}'),
    [
      'forewarm.yaml:5:14: keys[0].expires has ${when?}; accepted: ${NAME} from the environment, ${file:PATH} from a file, $${ for a plain ${',
    ],
  ],
  ['a reference that does not end', key('expires: "${when"'), ['forewarm.yaml:5:14: keys[0].expires has a ${ that is not closed']],
  ['a section that is a number', `${projects}history: 30\n`, ['forewarm.yaml:2:10: history is 30; accepted: a map with keepDays']],
  ['a list that is a map', `${projects}nodes: { edge-a: {} }\n`, ['forewarm.yaml:2:8: nodes is a map; accepted: a list of nodes']],
  [
    'an item that is a word',
    `${projects}nodes: [edge-a]\n`,
    ['forewarm.yaml:2:9: nodes[0] is "edge-a"; accepted: a map with name, address, addresses, sharedSchemes, …'],
  ],
];

describe('The text of a configuration file', () => {
  test.each(rows)('is told: %s', (_, text, faults) => {
    const told = faultsOf(text, { SECRET: 'hunter2 with spaces' });
    expect(told).toEqual(faults);
    expect(told.join(' ')).not.toContain('hunter');
  });
});
