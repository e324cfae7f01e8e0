import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reasons } from '../../src/tasks/outcome.ts';
import { actions } from '../../src/wire/actions.ts';
import { retCodes } from '../../src/wire/retcodes.ts';
import { capture } from '../../tools/docs/examples.ts';
import { readPages } from '../../tools/docs/pages.ts';
import { firstCells, readPage, section } from './page.ts';

/** docs/ says what the program does. What `npm run docs` writes is made once more here, on a real server, and compared. */

test('the pages are as `npm run docs` writes them', async () => {
  const captured = await capture();
  expect([...captured.examples.keys()]).toEqual(Object.keys(actions));
  for (const { present, expected } of await readPages(captured)) expect(present).toBe(expected);
});

test('each RetCode and each reason has its row, and each row its RetCode or reason', () => {
  const api = readPage('docs/api.md');
  expect(firstCells(section(api, '## RetCodes')).map(Number)).toEqual(Object.values(retCodes).map(({ retCode }) => retCode));
  expect(firstCells(section(api, '## Reasons'))).toEqual([...reasons]);
});

const pages = ['README.md', 'README.zh-CN.md', ...readdirSync(new URL('../../docs/', import.meta.url)).map((name) => `docs/${name}`)];

test.each(pages.filter((name) => name.endsWith('.md')))('the links in %s lead somewhere', (name) => {
  const dead = [...readPage(name).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].filter(([, path = '', anchor]) => {
    const target = path === '' ? name : fileURLToPath(new URL(path, new URL(`../../${name}`, import.meta.url)));
    if (path !== '' && !existsSync(target)) return true;
    return anchor !== undefined && !anchors(path === '' ? readPage(name) : readPage(relative(name, path))).has(anchor);
  });
  expect(dead.map(([link]) => link)).toEqual([]);
});

function relative(name: string, path: string): string {
  return new URL(path, `file:///${name}`).pathname.slice(1);
}

/** As GitHub makes them of headings. */
function anchors(page: string): Set<string> {
  const headings = [...page.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}
