import { describe, expect, test } from 'vitest';
import { baseOptions, type Answer, Harness, mainKey, signed } from '../testing/harness.ts';

const Action = 'RefreshNewUcdnDomainCache';
const file = 'http://cdn.example.com/a.css';
const directory = 'http://cdn.example.com/release/';

/** What control was told to do, or the refusal. */
async function ordered(params: Record<string, string>): Promise<unknown> {
  await using api = await Harness.start();
  const { json } = await api.call({ Action, ...params });
  if (json['RetCode'] !== 0) return json;
  const [submit] = api.control.submits;
  return submit !== undefined && 'order' in submit ? submit.order : undefined;
}

describe('A refresh', () => {
  test('is answered with its TaskId; its URLs and its caller reach control', async () => {
    await using api = await Harness.start();
    const { json } = await api.call({ Action, Type: 'file', 'UrlList.0': file, 'UrlList.4': 'https://cdn.example.com/图' });
    expect(json).toEqual({ Action: `${Action}Response`, RetCode: 0, TaskId: 'task-1' });
    expect(api.control.submits).toMatchObject([
      { project: 'org-main', by: mainKey.publicKey, urls: [{ url: file }, { url: 'https://cdn.example.com/%E5%9B%BE' }] },
    ]);
  });

  test('deletes files and playlists, and expires directories, unless Mode says otherwise', async () => {
    const plain = { thenPrefetch: false };
    expect(await ordered({ Type: 'file', 'UrlList.0': file })).toEqual({ ...plain, type: 'file', mode: 'delete' });
    expect(await ordered({ Type: 'm3u8', 'UrlList.0': file })).toEqual({ ...plain, type: 'm3u8', mode: 'delete' });
    expect(await ordered({ Type: 'dir', 'UrlList.0': directory })).toEqual({ ...plain, type: 'dir', mode: 'expire' });
    expect(await ordered({ Type: 'file', 'UrlList.0': file, Mode: 'expire' })).toEqual({ ...plain, type: 'file', mode: 'expire' });
    expect(await ordered({ Type: 'dir', 'UrlList.0': directory, Mode: 'delete' })).toEqual({ ...plain, type: 'dir', mode: 'delete' });
  });

  test('of files may pull them again; where that is not asked for, its domain need not allow prefetch', async () => {
    expect(await ordered({ Type: 'file', 'UrlList.0': file, Prefetch: 'true' })).toMatchObject({ thenPrefetch: true });
    expect(await ordered({ Type: 'dir', 'UrlList.0': directory, Prefetch: 'false' })).toMatchObject({ thenPrefetch: false });
    await using api = await Harness.start();
    api.control.domains.set('cdn.example.com', { project: 'org-main', nodes: ['edge-a'], prefetch: false });
    expect((await api.call({ Action, Type: 'file', 'UrlList.0': file })).json).toMatchObject({ RetCode: 0 });
    expect((await api.call({ Action, Type: 'file', 'UrlList.0': file, Prefetch: 'true' })).json).toMatchObject({ RetCode: 601 });
  });

  test('is the same in JSON, typed', async () => {
    await using api = await Harness.start();
    const body = signed({ Action, Type: 'file', UrlList: [file], Mode: 'expire', Prefetch: true });
    expect((await api.post(JSON.stringify(body), 'application/json')).json).toMatchObject({ RetCode: 0 });
    expect(api.control.submits).toMatchObject([{ order: { type: 'file', mode: 'expire', thenPrefetch: true } }]);
  });
});

describe('What can’t be refreshed is refused by its parameter, with what came and what is accepted; nothing is stored', () => {
  const directories = 'accepted is a URL that ends in / and has no query';
  test.each<[string, Record<string, string>, number, string]>([
    ['no Type', { 'UrlList.0': file }, 220, 'Missing params [Type]: accepted is one of file, dir, m3u8'],
    [
      'a Type that is none',
      { Type: 'File', 'UrlList.0': file },
      230,
      'Params [Type] not available: came "File"; accepted is one of file, dir, m3u8',
    ],
    ['no URL', { Type: 'file' }, 220, 'Missing params [UrlList]: accepted is 1 to 100 URLs'],
    [
      'a directory without its slash',
      { Type: 'dir', 'UrlList.0': directory, 'UrlList.7': 'http://cdn.example.com/release' },
      230,
      `Params [UrlList.7] not available: came "http://cdn.example.com/release", which is no directory: it does not end in /; ${directories}`,
    ],
    [
      'a whole domain without its slash',
      { Type: 'dir', 'UrlList.0': 'http://cdn.example.com' },
      230,
      'Params [UrlList.0] not available: came "http://cdn.example.com", which is no directory: it does not end in /',
    ],
    [
      'a directory with a query',
      { Type: 'dir', 'UrlList.0': 'http://cdn.example.com/release/?a/' },
      230,
      `Params [UrlList.0] not available: came "http://cdn.example.com/release/?a/", which is no directory: it has a query; ${directories}`,
    ],
    [
      'a directory that is no URL',
      { Type: 'dir', 'UrlList.0': 'release/' },
      230,
      'Params [UrlList.0] not available: came "release/", which does not begin with http:// or https://',
    ],
    [
      'a Mode that is none',
      { Type: 'file', 'UrlList.0': file, Mode: 'purge' },
      230,
      'Params [Mode] not available: came "purge"; accepted is one of delete, expire',
    ],
    [
      'Prefetch of a directory',
      { Type: 'dir', 'UrlList.0': directory, Prefetch: 'true' },
      230,
      'Params [Prefetch] not available: came "true", beside Type=dir; accepted is true with Type=file only',
    ],
    [
      'Prefetch of a playlist',
      { Type: 'm3u8', 'UrlList.0': file, Prefetch: 'true' },
      230,
      'Params [Prefetch] not available: came "true", beside Type=m3u8',
    ],
    ['Prefetch that is no flag', { Type: 'file', 'UrlList.0': file, Prefetch: '1' }, 230, 'Params [Prefetch] not available: came "1"'],
    [
      'another project’s domain',
      { Type: 'file', 'UrlList.3': 'http://other.example.com/' },
      600,
      'Domain [other.example.com] not exists: UrlList.3: ',
    ],
  ])('%s', async (_what, params, retCode, message) => {
    await using api = await Harness.start();
    const { json } = await api.call({ Action, ...params });
    expect(json['RetCode']).toBe(retCode);
    expect(String(json['Message']).slice(0, message.length)).toBe(message);
    expect(api.control.submits).toEqual([]);
  });

  test('101 URLs', async () => {
    await using api = await Harness.start();
    const urls = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`UrlList.${index}`, `${file}?${index}`]));
    expect((await api.call({ Action, Type: 'file', ...urls(101) })).json).toMatchObject({
      RetCode: 230,
      Message: 'Params [UrlList] not available: came 101 values; accepted is 1 to 100 URLs',
    });
    expect((await api.call({ Action, Type: 'file', ...urls(100) })).json).toMatchObject({ RetCode: 0 });
    expect(api.control.submits).toHaveLength(1);
  });
});

describe('The duplicate window', () => {
  test('holds for a refresh only while the earlier one is all wait', async () => {
    await using api = await Harness.start();
    await api.call({ Action, Type: 'file', 'UrlList.0': file });
    await api.call({ Action, Type: 'file', 'UrlList.0': file });
    const [first, second] = api.control.submits.map(({ repeat }) => repeat);
    expect(first).toEqual({ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), windowMs: 10_000, onlyWhile: 'waiting' });
    expect(second).toEqual(first);
  });

  test('of 0 is none', async () => {
    await using api = await Harness.start({ options: { ...baseOptions, limits: { ...baseOptions.limits, duplicateWindowMs: 0 } } });
    await api.call({ Action, Type: 'file', 'UrlList.0': file });
    expect(api.control.submits.map(({ repeat }) => repeat)).toEqual([undefined]);
  });
});

describe('A key with prefixes', () => {
  const key = { ...mainKey, urls: ['cdn.example.com/partner/', 'cdn.example.com/shared'] };
  const refreshed = async (Type: string, url: string): Promise<Answer> => {
    await using api = await Harness.start({ options: { ...baseOptions, keys: [key] } });
    return await api.call({ Action, Type, 'UrlList.0': url }, key);
  };

  test.each([
    ['file', 'https://cdn.example.com/partner/a'],
    ['dir', 'http://cdn.example.com/partner/'],
    ['dir', 'http://cdn.example.com/partner/b/'],
    ['dir', 'http://cdn.example.com/shared/'],
  ])('refreshes below them: %s %s', async (Type, url) => {
    expect((await refreshed(Type, url)).json).toMatchObject({ RetCode: 0 });
  });

  test.each([
    ['file', 'http://cdn.example.com/a'],
    ['dir', 'http://cdn.example.com/'],
    ['dir', 'http://cdn.example.com/partner/../'],
    ['dir', 'http://cdn.example.com/sharedness/'],
  ])('refreshes nothing else: %s %s', async (Type, url) => {
    expect((await refreshed(Type, url)).json).toMatchObject({
      RetCode: 299,
      Message: expect.stringContaining(`UrlList.0 came as "${url}"`),
    });
  });

  test('refreshes no playlist, which may name what lies elsewhere', async () => {
    expect((await refreshed('m3u8', 'http://cdn.example.com/partner/a.m3u8')).json).toMatchObject({
      RetCode: 299,
      Message:
        'Not permitted: Type came as "m3u8"; this key is held to URLs below cdn.example.com/partner/, cdn.example.com/shared, and a playlist may name others: accepted is file or dir',
    });
  });
});
