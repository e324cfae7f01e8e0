import { describe, expect, test, vi } from 'vitest';
import type { Answer } from '../wire/actions.ts';
import { badParam } from '../wire/apierror.ts';
import { run } from './run.ts';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';
import { Terminal, withoutEscapes } from './testing/terminal.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

type Page = Answer<'CheckUcdnTaskCoverage'>;

const site = 'https://cdn.example.com';
const nothing = { Layer: 'edge', Fresh: 0, Expired: 0, Absent: 0, Unknown: 0 } as const;
const absent = { Variant: '', State: 'absent', Because: '504 to only-if-cached' } as const;

/** Answers with these pages in turn, each of a hundred lines. */
async function paging(...pages: readonly Partial<Page>[]): Promise<FakeServer> {
  const server = await FakeServer.start();
  let count = 0;
  server.instead.set('CheckUcdnTaskCoverage', (): Page => {
    const page = pages[count];
    count += 1;
    return {
      TotalCount: pages.length * 100,
      NextOffset: count * 100,
      UrlCount: 100,
      NodeList: [],
      MissingList: [],
      MissingLeftOut: 0,
      ...page,
    };
  });
  return server;
}

function withLosses(): Promise<FakeServer> {
  return paging(
    {
      NodeList: [
        { Node: 'edge-a', ...nothing, Fresh: 100 },
        { Node: 'edge-b', ...nothing, Fresh: 98, Absent: 2 },
      ],
      MissingList: [
        { Url: `${site}/1`, Node: 'edge-b', ...absent },
        { Url: `${site}/2`, Node: 'edge-b', ...absent },
      ],
    },
    {
      NodeList: [
        { Node: 'edge-a', ...nothing, Fresh: 100 },
        { Node: 'edge-b', ...nothing, Fresh: 90, Expired: 1, Unknown: 9, UnknownBecause: 'the node is paused' },
      ],
      MissingList: [{ Url: `${site}/3`, Node: 'edge-b', ...absent, State: 'expired' }],
      MissingLeftOut: 5,
    },
  );
}

describe.concurrent('forewarm coverage', () => {
  test('sums the pages to a share by node, within 80 columns', async () => {
    await using server = await withLosses();
    const { code, stdout, stderr } = await runCli(['coverage', '01TASK'], { env: { ...server.env, COLUMNS: '80' } });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(`01TASK  200 URLs on 2 nodes
NODE    LAYER       THERE  EXPIRED     GONE  UNKNOWN
edge-a  edge    100 % 200        -        -        -
edge-b  edge   94.0 % 188  0.5 % 1  1.0 % 2  4.5 % 9
edge-b: unknown, since the node is paused
Which are not there: --missing. Why one is not: forewarm explain URL
`);
  });

  test('--missing lists which, and how many more there are', async () => {
    await using server = await withLosses();
    const { stdout } = await runCli(['coverage', '01TASK', '--missing'], { env: { ...server.env, COLUMNS: '80' } });
    expect(stdout).toContain(`
STATE    NODE    URL
gone     edge-b  ${site}/1
gone     edge-b  ${site}/2
expired  edge-b  ${site}/3
… and 5 more
Why one is not: forewarm explain URL
`);
  });

  test('is JSON for a program; what is missing only where it is asked for', async () => {
    await using server = await withLosses();
    const { stdout } = await runCli(['coverage', '01TASK', '--json'], server);
    expect(JSON.parse(stdout)).toEqual({
      TaskId: '01TASK',
      TotalCount: 200,
      UrlCount: 200,
      NodeList: [
        { Node: 'edge-a', ...nothing, Fresh: 200 },
        { Node: 'edge-b', ...nothing, Fresh: 188, Expired: 1, Absent: 2, Unknown: 9, UnknownBecause: 'the node is paused' },
      ],
    });
    await using again = await withLosses();
    const missing = await runCli(['coverage', '01TASK', '--json', '--missing'], again);
    expect(JSON.parse(missing.stdout)).toMatchObject({ MissingList: [{ Url: `${site}/1` }, {}, { State: 'expired' }], MissingLeftOut: 5 });
  });

  test('shows on a terminal how far it is, and ends with 0 where all is fresh', async () => {
    const NodeList = [{ Node: 'edge-a', ...nothing, Fresh: 100 }];
    await using server = await paging({ NodeList }, { NodeList });
    const terminal = new Terminal(server.env, 80);
    expect(await run(['coverage', '01TASK'], terminal.io)).toBe(0);
    expect(terminal.liveLines).toEqual(['asked for 100 of 200 lines', 'asked for 200 of 200 lines']);
    expect(withoutEscapes(terminal.stdout)).toContain('edge-a  edge   100 % 200        -');
  });

  test('says in how many variants each URL was asked for', async () => {
    await using server = await paging({ NodeList: [{ Node: 'edge-a', ...nothing, Fresh: 200 }] });
    const { stdout } = await runCli(['coverage', '01TASK'], server);
    expect(stdout).toContain('01TASK  100 URLs in 2 variants each on 1 node\n');
  });

  test('a task without objects can not be said to be there', async () => {
    await using server = await paging({ UrlCount: 0, NodeList: [{ Node: 'edge-a', ...nothing }] });
    const { code, stdout } = await runCli(['coverage', '01TASK'], server);
    expect(code).toBe(1);
    expect(stdout).toContain('has nothing to ask for');
  });

  test('a task that is not there is refused: 4', async () => {
    await using server = await FakeServer.start();
    server.instead.set('CheckUcdnTaskCoverage', () => {
      throw badParam('TaskId', '"nope"', 'a task of the project');
    });
    const { code, stderr } = await runCli(['coverage', 'nope'], server);
    expect(code).toBe(4);
    expect(stderr).toContain('came "nope"; accepted is a task of the project');
  });

  test('a server whose pages do not go on is told as such, not asked for ever', async () => {
    await using server = await paging({ TotalCount: 300, NextOffset: 0 });
    const { code, stderr } = await runCli(['coverage', '01TASK'], server);
    expect(code).toBe(3);
    expect(stderr).toContain('NextOffset stays at 0');
  });
});
