import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configReference } from './reference.ts';
import { Folder } from './testing/folder.ts';

const page = new URL('../../docs/configuration.md', import.meta.url).pathname;

test('docs/configuration.md holds the reference that the schemas give (`vitest -u` writes it)', async () => {
  const text = readFileSync(page, 'utf8');
  const marked = /(<!-- reference -->\n).*(<!-- \/reference -->)/s;
  expect(text).toMatch(marked);
  const expected = text.replace(marked, (_, start: string, end: string) => `${start}${configReference()}${end}`);
  await expect(expected).toMatchFileSnapshot(page);
});

test('the configuration that docs/configuration.md begins with is one', () => {
  const yaml = /```yaml\n(.*?)```/s.exec(readFileSync(page, 'utf8'))?.[1] ?? '';
  using folder = new Folder({ 'forewarm.yaml': yaml, 'data/demo-public.key': 'hunter2\n' });
  expect(folder.load()).toMatchObject({ ok: true, warnings: [] });
});
