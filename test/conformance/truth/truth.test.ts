import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { isUnavailable } from '../../../lab/programs.ts';
import type { EdgeHeaders } from '../../../src/edge/headers.ts';
import { judge } from '../../../src/edge/verdict/judge.ts';
import { truthPage } from '../../../tools/docs/truth.ts';
import { columns } from './caches.ts';
import { measureTable, type Table } from './measure.ts';
import { rowGroups } from './rows.ts';
import type { Measured } from './trial.ts';

/**
 * forewarm's verdict on each response, from the one GET that it makes, against what the next visitor gets: in the
 * cache's own words, and in the origin's log.
 */
let table: Table = [];
beforeAll(async () => {
  table = await measureTable();
});

function onColumn(title: string): readonly Measured[] {
  return table.find(({ column }) => column.title === title)?.measured ?? [];
}

const rowCount = rowGroups.reduce((count, { rows }) => count + rows.length, 0);

test('the table has at least 80 rows, and each was run on each cache', () => {
  expect(rowCount).toBeGreaterThanOrEqual(80);
  for (const { measured } of table) expect(measured).toHaveLength(rowCount);
});

const here = columns.filter(({ server }) => !isUnavailable(server));

describe.each(here)('$title', ({ title }) => {
  test('what is judged to be there is there: the next visitor’s GET costs the origin nothing', () => {
    const seen = onColumn(title).filter(({ row, first }) => row.hiddenBy === undefined && first.isWhole);
    expect(seen.filter(({ judged, originSaw }) => isSuccess(judged.verdict) && originSaw !== 'hit').map(told)).toEqual([]);
  });

  test('nothing else is called a hit by the cache itself, but where Squid was answered 304', () => {
    const liars = onColumn(title).filter(({ saysHit, originSaw }) => saysHit !== (originSaw === 'hit'));
    expect(liars.filter(({ originSaw }) => title !== 'Squid' || originSaw !== 'revalidated').map(told)).toEqual([]);
  });

  test('what can’t be had from store is seldom taken for such: no more than two rows', () => {
    const wrong = onColumn(title).filter(
      ({ judged, originSaw, row }) => judged.verdict === 'uncacheable' && originSaw === 'hit' && row.hiddenBy === undefined,
    );
    expect(wrong.map(told).slice(2)).toEqual([]);
  });

  test('the same holds where nobody said which cache it is, and where it does not show that either', () => {
    for (const disguise of [asItIs, disguised]) {
      const seen = onColumn(title).filter(({ row, first }) => row.hiddenBy === undefined && first.isWhole);
      const fooled = seen.filter(({ originSaw, first: { status, headers, atMs }, row: { request = {} } }) => {
        const { verdict } = judge({ cache: 'auto', request, status, headers: disguise(headers), nowMs: atMs });
        return isSuccess(verdict) && originSaw !== 'hit';
      });
      expect(fooled.map(told)).toEqual([]);
    }
  });
});

// Without one of the caches there is no whole table to compare.
test.skipIf(here.length < columns.length)('docs/truth.md is as it was measured: `npm run docs:truth` writes it', async () => {
  const page = await readFile(new URL('../../../docs/truth.md', import.meta.url), 'utf8');
  expect(page).toBe(truthPage(page, table));
});

function isSuccess(verdict: string): boolean {
  return verdict === 'hit-proven' || verdict === 'stored-likely';
}

function told({ row, judged, originSaw }: Measured): string {
  const { status = 200, headers, request, before } = row;
  return `${status} ${headers.join('; ')} ${JSON.stringify(request ?? {})} ${before ?? ''}: ${judged.verdict} (${judged.because}), then ${originSaw}`;
}

function asItIs(headers: EdgeHeaders): EdgeHeaders {
  return headers;
}

const telling = new Set(['server', 'via', 'x-varnish', 'x-cache', 'x-cache-lookup', 'x-cache-status']);

function disguised(headers: EdgeHeaders): EdgeHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !telling.has(name)));
}
