import { expect, test } from 'vitest';
import { csvHead, csvLines } from './csv.ts';
import type { UrlRow } from './nodestate.ts';
import { readCsv } from './testing/readcsv.ts';

const url = 'https://cdn.example.com/a';

function row(node: Partial<UrlRow['Nodes'][number]>, Url = url): UrlRow {
  return { Url, Status: 'failure', Progress: 40, FinishTime: 1_767_268_800, Nodes: [{ Node: 'edge-a', Status: 'failure', ...node }] };
}

/** Each line as names and values. */
function read(...rows: UrlRow[]): Record<string, string>[] {
  const [head = [], ...lines] = readCsv(csvHead + rows.map(csvLines).join(''));
  return lines.map((cells) => {
    expect(cells).toHaveLength(head.length);
    return Object.fromEntries(head.map((name, index) => [name, cells[index] ?? '']));
  });
}

test('a line for each node, with all that is known of it', () => {
  const two = row({ Layer: 'edge', Reason: 'http_status', HttpStatus: 404, Bytes: '153', Attempts: 1, ElapsedMs: 7 });
  two.Nodes.push({ Node: 'edge-b', Status: 'success', Verdict: 'hit-proven', CacheStatus: 'HIT' });
  expect(read(two)).toEqual([
    {
      url,
      url_status: 'failure',
      progress_percent: '40',
      finished_at: '2026-01-01T12:00:00.000Z',
      node: 'edge-a',
      layer: 'edge',
      node_status: 'failure',
      verdict: '',
      reason: 'http_status',
      http_status: '404',
      bytes: '153',
      attempts: '1',
      elapsed_ms: '7',
      cache_status: '',
      message: '',
    },
    expect.objectContaining({ url, node: 'edge-b', node_status: 'success', verdict: 'hit-proven', cache_status: 'HIT' }),
  ]);
});

test('a URL that goes to no node has its line too', () => {
  expect(read({ ...row({}), Nodes: [], FinishTime: 0 })).toEqual([expect.objectContaining({ url, node: '', finished_at: '' })]);
});

test.each(['say "no"', 'a,b', 'two\r\nlines', 'a "b", c\n', ' room ', '\u202egpj.exe', ','])('%j comes back as it was', (message) => {
  expect(read(row({ Message: message }))).toEqual([expect.objectContaining({ message })]);
});

test.each(['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])('%j is no formula', (text) => {
  expect(read(row({ Message: text }, text))).toEqual([expect.objectContaining({ url: `'${text}`, message: `'${text}` })]);
});
