import { describe, expect, test } from 'vitest';
import { Harness, mainKey, subKey } from '../testing/harness.ts';

const start = () => Harness.start({ clock: () => 1_800_000_000_500 });
const project = { ProjectId: 'org-main' };

describe('A key of all projects', () => {
  test('pauses and resumes everything, a node, a domain; each answer tells what is paused now', async () => {
    await using api = await start();
    api.control.now = () => 1_800_000_000_999;
    const By = mainKey.publicKey;
    const Since = 1_800_000_000;
    expect((await api.call({ Action: 'PauseUcdnFetch' })).json).toStrictEqual({
      Action: 'PauseUcdnFetchResponse',
      RetCode: 0,
      PauseList: [{ Scope: 'all', Name: '', Since, By }],
    });
    await api.call({ Action: 'PauseUcdnFetch', Node: 'edge-b' });
    await api.call({ Action: 'PauseUcdnFetch', Domain: 'CDN.example.com' });
    const { json } = await api.call({ Action: 'ResumeUcdnFetch' });
    const rest = [
      { Scope: 'node', Name: 'edge-b', Since, By },
      { Scope: 'domain', Name: 'cdn.example.com', Since, By },
    ];
    expect(json['PauseList']).toEqual(rest);
    expect((await api.call({ Action: 'DescribeUcdnPause' })).json['PauseList']).toEqual(rest);
  });

  test('is told of a name that is not there', async () => {
    await using api = await start();
    expect((await api.call({ Action: 'PauseUcdnFetch', Domain: 'nowhere.example.com' })).json).toMatchObject({
      RetCode: 600,
      Message: "Domain [nowhere.example.com] not exists: accepted is a domain of one of this key's projects",
    });
    expect((await api.call({ Action: 'PauseUcdnFetch', Node: 'edge-z' })).json).toMatchObject({
      RetCode: 606,
      Message: 'Node [edge-z] not exists: accepted is a name that DescribeUcdnNode lists',
    });
    expect((await api.call({ Action: 'PauseUcdnFetch', Node: 'edge-a', Domain: 'cdn.example.com' })).json['RetCode']).toBe(230);
    expect(api.control.paused).toEqual([]);
  });

  test('may end a pause of what has gone from the configuration since', async () => {
    await using api = await start();
    await api.control.pause({ kind: 'node', name: 'edge-gone' }, 'somebody');
    expect((await api.call({ Action: 'ResumeUcdnFetch', Node: 'edge-gone' })).json).toMatchObject({ RetCode: 0, PauseList: [] });
    expect((await api.call({ Action: 'ResumeUcdnFetch', Node: 'edge-gone' })).json['RetCode']).toBe(606);
  });

  test('may resume what was not paused', async () => {
    await using api = await start();
    expect((await api.call({ Action: 'ResumeUcdnFetch', Node: 'edge-a' })).json).toMatchObject({ RetCode: 0, PauseList: [] });
  });
});

describe('A key of some projects', () => {
  test('stops its own domains', async () => {
    await using api = await start();
    expect((await api.call({ Action: 'PauseUcdnFetch', Domain: 'cdn.example.com', ...project }, subKey)).json).toMatchObject({
      RetCode: 0,
      PauseList: [{ Scope: 'domain', Name: 'cdn.example.com', By: subKey.publicKey }],
    });
    expect((await api.call({ Action: 'ResumeUcdnFetch', Domain: 'cdn.example.com', ...project }, subKey)).json).toMatchObject({
      RetCode: 0,
      PauseList: [],
    });
  });

  test('stops neither everything nor a node, be it there or not', async () => {
    await using api = await start();
    for (const Action of ['PauseUcdnFetch', 'ResumeUcdnFetch']) {
      for (const scope of [{}, { Node: 'edge-a' }, { Node: 'edge-z' }]) {
        expect((await api.call({ Action, ...scope, ...project }, subKey)).json).toMatchObject({
          RetCode: 299,
          Message: expect.stringMatching(/may name a Domain$/),
        });
      }
    }
    expect(api.control.paused).toEqual([]);
  });

  test('can’t tell another project’s domain from one that is not there', async () => {
    await using api = await start();
    const [theirs, nobodys] = await Promise.all(
      ['other.example.com', 'never.example.com'].map((Domain) => api.call({ Action: 'PauseUcdnFetch', Domain, ...project }, subKey)),
    );
    expect(theirs?.json['RetCode']).toBe(600);
    expect(theirs?.text.replace('other', 'never')).toBe(nobodys?.text);
  });

  test('sees that everything, its domains and their nodes are paused, and no other’s', async () => {
    await using api = await start();
    for (const scope of [
      { kind: 'all' },
      { kind: 'domain', name: 'cdn.example.com' },
      { kind: 'domain', name: 'other.example.com' },
    ] as const)
      await api.control.pause(scope, 'x');
    for (const name of ['edge-a', 'edge-b']) await api.control.pause({ kind: 'node', name }, 'x');
    const { json } = await api.call({ Action: 'DescribeUcdnPause', ...project }, subKey);
    expect(json['PauseList']).toMatchObject([{ Scope: 'all' }, { Name: 'cdn.example.com' }, { Name: 'edge-a' }]);
  });
});
