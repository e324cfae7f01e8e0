import { expect, test } from 'vitest';
import { configDifference } from './difference.ts';
import { Folder } from './testing/folder.ts';

function config(text: string) {
  using folder = new Folder({ 'forewarm.yaml': text });
  const loaded = folder.load({});
  if (!loaded.ok) throw new Error('it has faults');
  return loaded.config;
}

const before = `projects: [{ id: org-main }]
store: sqlite:/var/lib/forewarm.db
masterKey: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
keys: [{ publicKey: a, privateKey: hunter2 }, { publicKey: b, privateKey: hunter3, basic: true }]
nodes: [{ name: edge-a, address: "http://a", headers: { X-Token: s3cret } }]
limits: { queuedUrls: 10 }
`;

test('Nothing differs from itself', () => {
  expect(configDifference(config(before), config(before))).toEqual([]);
});

test('What differs is told by its place and never by what stands there', () => {
  const after = before
    .replace('hunter2', 'hunter9')
    .replace(', { publicKey: b, privateKey: hunter3, basic: true }', ', { publicKey: c, privateKey: hunter4 }')
    .replace('s3cret', 'other-s3cret')
    .replace('queuedUrls: 10', 'queuedUrls: 11')
    .replace('masterKey: 01', 'masterKey: 02');
  const difference = configDifference(config(before), config(after));
  expect(difference).toEqual([
    'masterKey changed',
    'keys[a].privateKey changed',
    'keys[b] removed',
    'keys[c] added',
    'nodes[edge-a].headers.X-Token changed',
    'limits.queuedUrls changed',
  ]);
});

test('The address of a callback is told without its query', () => {
  const secret = `whsec_${Buffer.alloc(24, 'a').toString('base64')}`;
  const after = `${before}callbacks: [{ url: "https://hooks.example.com/x?token=s3cret", secret: "${secret}" }]\n`;
  expect(configDifference(config(before), config(after))).toEqual(['callbacks[https://hooks.example.com/x] added']);
});

test('Another order counts as a change', () => {
  const after = before.replace(
    '{ publicKey: a, privateKey: hunter2 }, { publicKey: b, privateKey: hunter3, basic: true }',
    '{ publicKey: b, privateKey: hunter3, basic: true }, { publicKey: a, privateKey: hunter2 }',
  );
  expect(configDifference(config(before), config(after))).toEqual(['keys changed']);
});
