import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { fences, firstCells, readPage, section } from './page.ts';

/** What docs/operations.md tells people to do does what it says. */
const page = readPage('docs/operations.md');
const run = promisify(execFile);

function start(origin: Origin): Promise<LabForewarm> {
  return startForewarm({
    nodes: [{ name: 'edge', address: origin.address }],
    domains: [{ name: 'cdn.test', nodes: ['edge'] }],
  });
}

async function submit({ client }: LabForewarm, path: string): Promise<string> {
  return (await client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://cdn.test/${path}`] })).TaskId;
}

async function taskIds({ client }: LabForewarm): Promise<string[]> {
  const { TaskSummaryList } = await client.call('DescribeUcdnTaskSummary', { Limit: 1000 });
  return TaskSummaryList.map(({ TaskId }) => TaskId).sort();
}

test('the backup that is taken of a server at work can be put in the place of another’s store', async () => {
  await using origin = await startOrigin();
  await using first = await start(origin);
  const before = [await submit(first, 'a'), await submit(first, 'b')];
  const copy = join(first.folder, 'copy.db');
  const [command = ''] = fences(section(page, '## Backup'), 'sh');
  // Submits go on while it is taken.
  const [, ...during] = await Promise.all([
    run('sh', ['-c', command.replace('/var/lib/forewarm/forewarm.db', first.storeFile).replace('/backup/forewarm.db', copy)]),
    ...Array.from({ length: 20 }, (_, number) => submit(first, `during/${number}`)),
  ]);

  await using second = await start(origin);
  await second.stop();
  for (const ending of ['-wal', '-shm']) await rm(second.storeFile + ending, { force: true });
  await copyFile(copy, second.storeFile);
  await second.start();
  const restored = await taskIds(second);
  expect(restored).toEqual(expect.arrayContaining(before));
  expect([...before, ...during]).toEqual(expect.arrayContaining(restored));
});

test('the -wal is part of the store after a crash, and gone after an orderly stop', async () => {
  await using origin = await startOrigin();
  await using forewarm = await start(origin);
  const taskId = await submit(forewarm, 'a');
  await forewarm.crash();
  expect(existsSync(`${forewarm.storeFile}-wal`)).toBe(true);
  await forewarm.start();
  expect(await taskIds(forewarm)).toEqual([taskId]);
  await forewarm.stop();
  expect(existsSync(`${forewarm.storeFile}-wal`)).toBe(false);
});

test('every line of the log that is listed is one that the program writes', () => {
  const source = globSync('src/**/*.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const listed = firstCells(section(page, '## Log')).flatMap((cell) => cell.split(', '));
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.filter((message) => !source.includes(`'${message}'`))).toEqual([]);
});

test('the probes answer in the form that is shown', async () => {
  await using origin = await startOrigin();
  await using forewarm = await start(origin);
  const [shown = ''] = fences(section(page, '## Health'), 'json');
  const answered = await (await fetch(`${forewarm.endpoint}/readyz`)).text();
  const { nodes: [node] = [{}] }: { nodes?: object[] } = JSON.parse(answered);
  const { nodes: [shownNode] = [{}] }: { nodes?: object[] } = JSON.parse(shown);
  expect(Object.keys(JSON.parse(answered))).toEqual(Object.keys(JSON.parse(shown)));
  expect(Object.keys(shownNode ?? {})).toEqual(expect.arrayContaining(Object.keys(node ?? {})));
});
