import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { unlinkByKey } from './directory/cache-files.ts';
import { Deadline } from './deadline.ts';
import { Gathered } from './directory/gathered.ts';
import { OldValidators } from './old-validators.ts';
import { RuleFile } from './directory/rule-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarm-purge-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('nginx’s cache files', () => {
  /** As nginx writes them: a head of 336 bytes, the key, the response. */
  async function store(name: string, key: string): Promise<void> {
    await mkdir(join(folder, 'a/1b'), { recursive: true });
    await writeFile(
      join(folder, 'a/1b', name),
      Buffer.concat([Buffer.alloc(336, 7), Buffer.from(`\nKEY: ${key}\nHTTP/1.1 200 OK\r\n\r\n`)]),
    );
  }

  test('go by the beginnings of their keys: variants and what is being written, too', async () => {
    await store('1', 'cdn.test/d/a#');
    await store('2', 'cdn.test/d/a#gzip');
    await store('3.0000000012', 'cdn.test/d/b#');
    await store('4', 'cdn.test/dx#');
    await store('5', 'other.test/d/a#');
    await writeFile(join(folder, 'a/1b/6'), 'short');
    const sweep = await unlinkByKey(folder, [
      { prefix: 'cdn.test/d/', path: '/d/' },
      { prefix: 'cdn.test/nothing/', path: '/nothing/' },
    ]);
    expect(sweep).toEqual({ removed: new Map([['cdn.test/d/', 3]]), lookalikes: new Map([['cdn.test/d/', 'other.test/d/a#']]), failed: 0 });
    expect((await readdir(join(folder, 'a/1b'))).sort()).toEqual(['4', '5', '6']);
  });

  test('a folder that is not there is told', async () => {
    await expect(unlinkByKey(join(folder, 'none'), [{ prefix: 'x', path: 'x' }])).rejects.toThrow('ENOENT');
  });
});

describe('rules for Traffic Server', () => {
  const order = (path: string) => ({ path, kind: 'STALE' as const, expiresAtS: 2000 });

  test('that come together are written together, and read once', async () => {
    const file = join(folder, 'rules');
    const log = join(folder, 'log');
    const append = [process.execPath, '-e', `require('fs').appendFileSync(${JSON.stringify(log)}, 'read ')`];
    const rules = new RuleFile(file, append, () => 1000);
    await Promise.all(['/a/', '/b/', '/c/'].map((path) => rules.add(order(path))));
    expect(await readFile(file, 'utf8')).toBe(
      ['^[a-z]+://[^/]+/a/ 2000 STALE', '^[a-z]+://[^/]+/b/ 2000 STALE', '^[a-z]+://[^/]+/c/ 2000 STALE', ''].join('\n'),
    );
    expect(await readFile(log, 'utf8')).toBe('read ');
  });

  test('whose command fails are not said to be given', async () => {
    const rules = new RuleFile(join(folder, 'rules'), [process.execPath, '-e', 'process.exit(3)'], () => 1000);
    await expect(rules.add(order('/a/'))).rejects.toThrow(/-e process\.exit\(3\) failed/);
  });
});

describe('work that is gathered', () => {
  test('is done once for what came while it waited, never with what came after it began', async () => {
    const goes: (readonly number[])[] = [];
    const gate = Promise.withResolvers<void>();
    const gathered = new Gathered<number, number>(async (all) => {
      goes.push(all);
      if (goes.length === 1) await gate.promise;
      return goes.length;
    });
    const first = gathered.do(1);
    await Promise.resolve();
    const later = [gathered.do(2), gathered.do(3)];
    gate.resolve();
    expect(await Promise.all([first, ...later])).toEqual([1, 2, 2]);
    expect(goes).toEqual([[1], [2, 3]]);
  });

  test('goes on after one that failed', async () => {
    let isBroken = true;
    const gathered = new Gathered<number, string>(async () => {
      if (isBroken) throw new Error('broken');
      return 'done';
    });
    await expect(gathered.do(1)).rejects.toThrow('broken');
    isBroken = false;
    expect(await gathered.do(2)).toBe('done');
  });
});

test('a deadline leaves out what it is told to', async () => {
  const clock = new FakeClock();
  let isOver = false;
  const deadline = new Deadline(clock, 1000, () => {
    isOver = true;
  });
  await clock.run(600);
  const gate = Promise.withResolvers<void>();
  const waiting = deadline.without(gate.promise);
  await clock.run(10_000);
  gate.resolve();
  await waiting;
  await clock.run(399);
  expect(isOver).toBe(false);
  await clock.run(1);
  expect(isOver).toBe(true);
});

describe('the validators from before a purge', () => {
  test('are known for a URL over either scheme, for ten minutes after they were last seen', () => {
    const clock = new FakeClock();
    const olds = new OldValidators(clock);
    olds.note('http://x.test/a', '"1"');
    olds.note('https://x.test/a', '"2"');
    expect([olds.has('https://x.test/a', '"1"'), olds.has('http://x.test/a', '"2"'), olds.has('http://x.test/b', '"1"')]).toEqual([
      true,
      true,
      false,
    ]);
    clock.advance(9 * 60_000);
    olds.note('http://x.test/a', '"3"');
    clock.advance(9 * 60_000);
    expect(olds.has('http://x.test/a', '"1"')).toBe(true);
    clock.advance(60_000);
    expect(olds.has('http://x.test/a', '"1"')).toBe(false);
    olds.note('http://x.test/a', '"4"');
    expect(olds.has('http://x.test/a', '"1"'), 'what was forgotten does not come back').toBe(false);
  });

  test('take bounded memory: the URLs seen longest ago go first, and no URL has them without end', () => {
    const olds = new OldValidators(new FakeClock());
    for (let url = 0; url < 10_001; url += 1) olds.note(`http://x.test/${url}`, '"1"');
    expect([olds.has('http://x.test/0', '"1"'), olds.has('http://x.test/1', '"1"')]).toEqual([false, true]);
    for (let tag = 0; tag < 100; tag += 1) olds.note('http://x.test/1', `"${tag}"`);
    expect([olds.has('http://x.test/1', '"30"'), olds.has('http://x.test/1', '"99"')]).toEqual([true, false]);
  });
});
