import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as nextMs } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DirectoryWay } from '../../options.ts';
import { host, lineOf, PurgeScene, purgeable, purgeItem } from '../testing/purge-scene.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarm-directory-'));
});
afterEach(() => rm(folder, { recursive: true }));

function scene(way: DirectoryWay): PurgeScene {
  const purge = { method: 'PURGE', headers: { 'X-Token': 't' }, directory: { way, repeatAfterMs: 1000 } };
  return new PurgeScene([purgeable('a', { cache: 'trafficserver', purge })]);
}

/** Time passes while files are read and written, which takes as long as it takes. */
async function untilEnded(made: PurgeScene): Promise<void> {
  while (made.outcomes.length === 0) {
    made.clock.advance(25);
    await nextMs(1);
  }
}

describe('a directory', () => {
  test('is banned twice, with the headers of the purge and no sign that means anything in an expression', async () => {
    const made = scene({ kind: 'ban', method: 'BAN', header: 'X-Ban-Re' });
    made.answer = (request) => request.answer(200);
    made.engine.accept(purgeItem('a', ['/a.b/'], { scope: 'subtree', mode: 'delete' }));
    await made.run(900);
    expect(made.sent('a')).toEqual(['BAN /a.b/']);
    expect(made.outcomes).toEqual([]);
    await made.run(300);
    expect(made.lane('a').requests.map(({ request }) => request.headers.join(' '))).toEqual(
      Array.from({ length: 2 }, () => `Accept */* User-Agent forewarm/test X-Token t X-Ban-Re ^/a\\.b/ Host ${host}`),
    );
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', message: 'deleted: BAN of ^/a\\.b/ answered 200' }]);
  });

  test('whose ban is refused is not said to be banned', async () => {
    const made = scene({ kind: 'ban', method: 'BAN', header: 'X-Ban-Re' });
    made.answer = (request) => request.answer(400);
    made.engine.accept(purgeItem('a', ['/d/'], { scope: 'subtree', mode: 'expire' }));
    await made.run(300);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'http_status', message: 'the node answered BAN with status 400' }]);
  });

  test('is purged with all that its rule stored, where that was asked for', async () => {
    const made = scene({ kind: 'purgeAll', header: 'X-Purge-All', secret: 's' });
    made.answer = (request) => request.answer(200);
    made.engine.accept(purgeItem('a', ['/d/'], { scope: 'subtree', mode: 'expire' }));
    await made.run(300);
    expect(made.lane('a').requests.map(lineOf)).toEqual(['PURGE /d/']);
    expect(made.lane('a').requests[0]?.request.headers.join(' ')).toContain('X-Token t X-Purge-All s');
    const [outcome] = made.outcomes;
    expect(outcome).toMatchObject({
      status: 'succeeded',
      message: expect.stringContaining('all that the node’s rule for this host stored'),
    });
    expect(outcome?.message).toMatch(/^deleted \(the node has no way to expire a directory\): /);
  });

  test.each([
    ['expire', 'STALE', /^expired: a rule has what is below \/d\/ revalidated/],
    ['delete', 'MISS', /^deleted: a rule has what is below \/d\/ fetched anew/],
  ] as const)('to %s is a rule %s, given twice', async (mode, kind, message) => {
    const file = join(folder, 'rules');
    const made = scene({ kind: 'regexRevalidate', file, reload: [process.execPath, '-e', ''] });
    made.engine.accept(purgeItem('a', ['/d/'], { scope: 'subtree', mode }));
    await untilEnded(made);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', message: expect.stringMatching(message), attempts: 2 }]);
    expect(await readFile(file, 'utf8')).toMatch(new RegExp(`^\\^\\[a-z\\]\\+://\\[\\^/\\]\\+/d/ \\d+ ${kind}\n$`));
  });

  test.each<[string, DirectoryWay, string]>([
    [
      'a rule that can’t be written',
      { kind: 'regexRevalidate', file: '/nowhere/rules', reload: ['true'] },
      'the rule can’t be given: ENOENT',
    ],
    [
      'a command that is not there',
      { kind: 'regexRevalidate', file: '', reload: ['/nowhere/ctl'] },
      'the rule can’t be given: /nowhere/ctl failed',
    ],
    [
      'a cache folder of another machine',
      { kind: 'files', path: '/nowhere', key: '$host$uri' },
      'the cache folder can’t be read on this machine',
    ],
  ])('is unsupported with %s', async (_what, way, message) => {
    const made = scene(way.kind === 'regexRevalidate' && way.file === '' ? { ...way, file: join(folder, 'rules') } : way);
    made.engine.accept(purgeItem('a', ['/d/'], { scope: 'subtree', mode: 'expire' }));
    await untilEnded(made);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'unsupported', message: expect.stringContaining(message) }]);
  });

  test('whose key no cache file has, though one has its path, is told with a doubt', async () => {
    await mkdir(join(folder, '1'));
    await writeFile(join(folder, '1/x'), Buffer.concat([Buffer.alloc(336), Buffer.from('\nKEY: httporigin/d/a\nHTTP/1.1')]));
    const made = scene({ kind: 'files', path: folder, key: '$host$request_uri' });
    made.engine.accept(purgeItem('a', ['/d/'], { scope: 'subtree', mode: 'delete' }));
    await untilEnded(made);
    expect(made.outcomes).toMatchObject([
      {
        status: 'succeeded',
        message:
          'deleted: 0 cache files unlinked; no key begins with "x.test/d/", but there is "httporigin/d/a": is purge.directory.files.key right?',
      },
    ]);
  });

  test('that Squid does not list to its end is told with what is the matter', async () => {
    const made = scene({ kind: 'objects' });
    made.answer = (request) => {
      if (request.request.path.startsWith('/squid-internal-mgr/')) request.sink.headers(200, {});
      else request.answer(504);
    };
    made.engine.accept(purgeItem('a', ['/d/'], { scope: 'subtree', mode: 'expire' }));
    await made.run(200_000);
    expect(made.outcomes).toMatchObject([
      {
        status: 'failed',
        reason: 'timeout',
        message: expect.stringMatching(/list of objects can’t be had: the body stood still.*read_ahead_gap/),
      },
    ]);
  });
});
