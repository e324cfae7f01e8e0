import { describe, expect, test } from 'vitest';
import { baseOptions, Harness, mainKey } from '../testing/harness.ts';

const Action = 'PrefetchNewUcdnDomainCache';
const url = { 'UrlList.0': 'http://cdn.example.com/film/master.m3u8' };

/** What control was told of manifests, or the refusal. */
async function ordered(params: Record<string, string>): Promise<unknown> {
  await using api = await Harness.start();
  const { json } = await api.call({ Action, ...url, ...params });
  return json['RetCode'] === 0 ? api.control.submits[0] : json;
}

describe('A prefetch of manifests', () => {
  test('hands on what is wanted of them; without ParseManifest it is a prefetch like any other', async () => {
    expect(await ordered({ ParseManifest: 'true' })).toMatchObject({ manifests: {} });
    expect(await ordered({ ParseManifest: 'true', FirstSeconds: '30', MaxBitrate: '2000000' })).toMatchObject({
      manifests: { firstSeconds: 30, maxBitrate: 2_000_000 },
    });
    for (const params of [{}, { ParseManifest: 'false' }, { ParseManifest: '', FirstSeconds: '' }])
      expect(await ordered(params)).not.toHaveProperty('manifests');
  });

  const alone = 'without ParseManifest; accepted is a number with ParseManifest=true only';
  test.each<[string, Record<string, string>, string]>([
    ['seconds of no manifest', { FirstSeconds: '30' }, `Params [FirstSeconds] not available: came "30", ${alone}`],
    ['a bitrate of no manifest', { MaxBitrate: '1', ParseManifest: 'false' }, `Params [MaxBitrate] not available: came "1", ${alone}`],
    [
      'no seconds at all',
      { ParseManifest: 'true', FirstSeconds: '0' },
      'Params [FirstSeconds] not available: came "0"; accepted is a whole number from 1 to 2147483647',
    ],
    [
      'a bitrate with a unit',
      { ParseManifest: 'true', MaxBitrate: '2M' },
      'Params [MaxBitrate] not available: came "2M"; accepted is a whole number from 1 to 2147483647',
    ],
    ['a flag that is none', { ParseManifest: 'yes' }, 'Params [ParseManifest] not available: came "yes"; accepted is true or false'],
  ])('is refused for %s', async (_what, params, Message) => {
    expect(await ordered(params)).toMatchObject({ RetCode: 230, Message });
  });

  test('is held to what its key is held to', async () => {
    const key = { ...mainKey, urls: ['cdn.example.com/film/', 'cdn.example.com/shared'] };
    await using api = await Harness.start({ options: { ...baseOptions, keys: [key] } });
    expect((await api.call({ Action, ...url, ParseManifest: 'true' }, key)).json['RetCode']).toBe(0);
    expect(api.control.submits).toMatchObject([{ manifests: { within: [key.urls] } }]);
  });

  test('as a dry run says how many URLs would be looked into, repetitions once', async () => {
    await using api = await Harness.start();
    const request = { Action, ...url, 'UrlList.1': url['UrlList.0'], 'UrlList.2': 'http://cdn.example.com/b', DryRun: 'true' };
    expect((await api.call({ ...request, ParseManifest: 'true' })).json).toMatchObject({ TaskId: '', ManifestUrlCount: 2 });
    expect(api.control.tried).toMatchObject([{ manifests: {} }]);
    expect((await api.call(request)).json).not.toHaveProperty('ManifestUrlCount');
  });

  test.each(['ParseManifest', 'FirstSeconds', 'MaxBitrate'])('is no refresh: %s is refused there, not passed over', async (name) => {
    const refresh = { Action: 'RefreshNewUcdnDomainCache', Type: 'file', Prefetch: 'true' };
    expect(await ordered({ ...refresh, [name]: name === 'ParseManifest' ? 'true' : '5' })).toMatchObject({
      RetCode: 230,
      Message: expect.stringMatching(
        new RegExp(`^Params \\[${name}\\] not available: came "\\w+", with a refresh; accepted is it with PrefetchNewUcdnDomainCache only`),
      ),
    });
    expect(await ordered({ ...refresh, [name]: name === 'ParseManifest' ? 'false' : '' })).toMatchObject({ order: { type: 'file' } });
  });
});
