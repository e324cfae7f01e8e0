import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Harness, mainKey, signed } from './testing/harness.ts';

const form = 'application/x-www-form-urlencoded';

describe('The log', () => {
  test('has one line for a call: action, key, address, RetCode, request id, time', async () => {
    let nowMs = 1_000_000;
    await using api = await Harness.start({ clock: () => nowMs });
    api.control.pauses = async () => {
      nowMs += 7;
      return [];
    };
    const { requestId } = await api.call({ Action: 'DescribeUcdnPause' });
    expect(api.lines).toHaveLength(1);
    expect(Object.fromEntries(api.lineOf(requestId)?.fields ?? [])).toEqual({
      requestId,
      address: '127.0.0.1',
      action: 'DescribeUcdnPause',
      key: mainKey.publicKey,
      retCode: 0,
      ms: 7,
    });
    expect(api.calls).toEqual([{ action: 'DescribeUcdnPause', retCode: 0, requestId }]);
  });

  test('and metrics know an action that exists only: others come from anybody', async () => {
    await using api = await Harness.start();
    const { requestId } = await api.call({ Action: 'x'.repeat(5000), UserKey: 'y' });
    expect(api.calls).toEqual([{ action: 'none', retCode: 161, requestId }]);
    expect(api.lineOf(requestId)?.fields.has('action')).toBe(false);
    expect(api.lines.every(({ fields }) => JSON.stringify([...fields]).length < 500)).toBe(true);
  });

  test('and answers never show private key, Signature or SecurityToken', async () => {
    await using api = await Harness.start();
    const secrets = [mainKey.privateKey, 'some_stoken', String(signed({ Action: 'GetProjectList' })['Signature'])];
    api.control.submitPrefetch = async () => {
      throw new Error('disk is full');
    };
    const answers = [
      await api.call({ Action: 'GetProjectList' }),
      await api.call({ Action: 'GetProjectList', SecurityToken: 'some_stoken' }),
      await api.post(`Action=GetProjectList&PublicKey=main-public&Signature=${secrets[2]}&x=1`, form),
      await api.call({ Action: 'PrefetchNewUcdnDomainCache', 'UrlList.0': 'http://cdn.example.com/' }),
    ];
    const shown = answers.map(({ text }) => text).join('\n') + JSON.stringify(api.lines.map(({ fields }) => [...fields].map(String)));
    expect(answers.map(({ json }) => json['RetCode'])).toEqual([0, 174, 171, 130]);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test('tells a fault of ours in full; the caller gets the request id instead', async () => {
    await using api = await Harness.start();
    api.control.submitPrefetch = async () => {
      throw new Error('disk is full');
    };
    const { json, requestId } = await api.call({ Action: 'PrefetchNewUcdnDomainCache', 'UrlList.0': 'http://cdn.example.com/' });
    expect(json).toEqual({
      Action: 'PrefetchNewUcdnDomainCacheResponse',
      RetCode: 130,
      Message: `Internal error: the server's log tells more under request id ${requestId}`,
    });
    const fault = api.lines.find(({ level }) => level === 'error');
    expect([fault?.fields.get('requestId'), String(fault?.fields.get('err'))]).toEqual([requestId, 'Error: disk is full']);
  });

  test('has a line for a client that went away before it could be answered, without a RetCode; metrics don’t count it', async () => {
    await using api = await Harness.start();
    const socket = connect(api.port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nAction', () => resolve()));
    await api.fetch('/healthz');
    socket.resetAndDestroy();
    await expect.poll(() => api.lines.map(({ fields }) => [fields.has('retCode'), fields.get('cut')])).toEqual([[false, true]]);
    expect(api.calls).toEqual([]);
  });
});
