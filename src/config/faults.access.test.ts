import { describe, expect, test } from 'vitest';
import { faultsOf } from './testing/folder.ts';

const projects = 'projects: [{ id: org-main }]\n';
const key = (rest: string) => `${projects}keys:\n  - publicKey: demo\n    privateKey: hunter2\n    ${rest}\n`;

/** Each: what is wrong, the file, and all that is said of it. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'no projects',
    'listen: 127.0.0.1:8460\n',
    ['forewarm.yaml:1:1: the configuration has no projects; accepted: a list of at least one project, such as [{ id: org-main }]'],
  ],
  [
    'an empty list of projects',
    'projects: []\n',
    ['forewarm.yaml:1:11: projects is an empty list; accepted: a list of at least one project, such as [{ id: org-main }]'],
  ],
  [
    'two default projects',
    'projects:\n  - { id: a, default: true }\n  - { id: b, default: true }\n',
    ['forewarm.yaml:3:5: projects[1] is a second default project; accepted: exactly one (projects[0] is one)'],
  ],
  [
    'several projects and no default',
    'projects:\n  - { id: a }\n  - { id: b }\n',
    ['forewarm.yaml:2:3: projects has no default project; accepted: default: true on exactly one'],
  ],
  [
    'a project that stands twice',
    'projects:\n  - { id: a, default: true }\n  - { id: a }\n',
    ['forewarm.yaml:3:11: projects[1].id is "a" a second time; it stands already in line 2 of forewarm.yaml'],
  ],
  [
    'a project id with a space',
    'projects: [{ id: "a b" }]\n',
    ['forewarm.yaml:1:18: projects[0].id is "a b"; accepted: 1 to 64 letters, digits, - and _'],
  ],
  [
    'a flag that is neither',
    'projects: [{ id: a, default: maybe }]\n',
    ['forewarm.yaml:1:30: projects[0].default is "maybe"; accepted: true or false'],
  ],
  ['an account of another kind', key('account: owner'), ['forewarm.yaml:5:14: keys[0].account is "owner"; accepted: main or sub']],
  [
    'a project that is not there',
    key('projects: [org-mian]'),
    ['forewarm.yaml:5:16: keys[0].projects[0] names the project "org-mian", which is not there; did you mean org-main? known: org-main'],
  ],
  [
    'a key without projects',
    key('account: sub\n    projects: []'),
    ['forewarm.yaml:6:15: keys[0].projects is an empty list; accepted: a list of project ids'],
  ],
  [
    'an action with a question mark',
    key('actions: ["Describe?"]'),
    ['forewarm.yaml:5:15: keys[0].actions[0] is "Describe?"; accepted: the name of an action, with * for any letters'],
  ],
  [
    'actions that are no list',
    key('actions: Describe*'),
    ['forewarm.yaml:5:14: keys[0].actions is "Describe*"; accepted: a list such as ["Describe*"]'],
  ],
  [
    'a prefix with a scheme',
    key('urls: ["https://cdn.example.com/"]'),
    [
      'forewarm.yaml:5:12: keys[0].urls[0] ("https://cdn.example.com/") has a scheme; accepted: a domain, or a domain and a path in it, such as cdn.example.com/partner/',
    ],
  ],
  [
    'a prefix that is no domain',
    key('urls: ["/partner/"]'),
    [
      'forewarm.yaml:5:12: keys[0].urls[0] is "/partner/"; accepted: a domain, or a domain and a path in it, such as cdn.example.com/partner/',
    ],
  ],
  [
    'an address that is a name',
    key('allowIps: [10.0.0.0/8, host.example]'),
    ['forewarm.yaml:5:28: keys[0].allowIps[1] is "host.example"; accepted: an IP address or a range such as 10.0.0.0/8 or fd00::/8'],
  ],
  [
    'a day that there is not',
    key('expires: 2027-02-30T00:00:00Z'),
    [
      'forewarm.yaml:5:14: keys[0].expires ("2027-02-30T00:00:00Z") is no day or hour that there is; accepted: a time such as 2027-01-01T00:00:00Z or 2027-01-01T08:00:00+08:00',
    ],
  ],
  [
    'a time in words',
    key('expires: tomorrow'),
    ['forewarm.yaml:5:14: keys[0].expires is "tomorrow"; accepted: a time such as 2027-01-01T00:00:00Z or 2027-01-01T08:00:00+08:00'],
  ],
  [
    'a time without its offset',
    key('expires: 2027-01-01T00:00:00'),
    [
      'forewarm.yaml:5:14: keys[0].expires is "2027-01-01T00:00:00"; accepted: a time such as 2027-01-01T00:00:00Z or 2027-01-01T08:00:00+08:00',
    ],
  ],
  [
    'a key that stands twice',
    `${projects}keys:\n  - { publicKey: a, privateKey: x }\n  - { publicKey: a, privateKey: y }\n`,
    ['forewarm.yaml:4:18: keys[1].publicKey is "a" a second time; it stands already in line 3 of forewarm.yaml'],
  ],
  [
    'keys that YAML takes for numbers',
    `${projects}keys: [{ publicKey: 12345, privateKey: 00042 }]\n`,
    [
      'forewarm.yaml:2:21: keys[0].publicKey (12345) is not text; put it in quotes; accepted: 1 to 128 visible ASCII characters',
      'forewarm.yaml:2:40: keys[0].privateKey is not text; put it in quotes; accepted: 1 to 512 visible ASCII characters',
    ],
  ],
  [
    'a private key that is left empty',
    `${projects}keys: [{ publicKey: a, privateKey: }]\n`,
    ['forewarm.yaml:2:36: keys[0].privateKey is empty; accepted: 1 to 512 visible ASCII characters'],
  ],
  [
    'a private key that is left out',
    `${projects}keys: [{ publicKey: a }]\n`,
    ['forewarm.yaml:2:8: keys[0] has no privateKey; accepted: 1 to 512 visible ASCII characters'],
  ],
  [
    'a private key from the environment that is none',
    `${projects}keys: [{ publicKey: a, privateKey: \${SECRET} }]\n`,
    [
      'forewarm.yaml:2:36: keys[0].privateKey has a value that is not accepted (not shown here); accepted: 1 to 512 visible ASCII characters',
    ],
  ],
];

describe('What a configuration says of projects and keys', () => {
  test.each(rows)('is told: %s', (_, text, faults) => {
    const told = faultsOf(text, { SECRET: 'hunter2 with spaces' });
    expect(told).toEqual(faults);
    expect(told.join(' ')).not.toContain('hunter');
  });
});
