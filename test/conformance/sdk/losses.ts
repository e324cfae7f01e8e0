import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { after, type Behaviour, status } from '../../../lab/behaviours.ts';
import { startOrigin } from '../../../lab/origin.ts';
import type { ClientSettings } from './driver.ts';
import type { SdkName } from './programs.ts';
import { host } from './scene.ts';
import { type GetSubject, refusalIn, taskIdOf } from './subject.ts';
import type { Loss } from './tunnel.ts';

/** A submit whose answers are lost on their way: how often the SDK sends it, and how that ends. */
type LossRow = {
  what: string;
  answersLost: number;
  loss: Loss;
  settings?: Partial<ClientSettings>;
  /** `type`: the error that the program sees; without it, it gets the TaskId. */
  ends: Record<SdkName, { requests: number; type?: string }>;
};

const always = 100;

const lossRows: LossRow[] = [
  {
    what: 'all answers are lost, settings as they come',
    answersLost: always,
    loss: 'whole',
    ends: {
      python: { requests: 1, type: 'ConnectionError' },
      go: { requests: 1, type: 'client.NetworkError' },
      java: { requests: 4, type: 'TransportException' },
    },
  },
  {
    what: 'all answers are lost, retries set to 0',
    answersLost: always,
    loss: 'whole',
    settings: { maxRetries: 0, requestRetries: 0 },
    ends: {
      python: { requests: 1, type: 'ConnectionError' },
      go: { requests: 1, type: 'client.NetworkError' },
      java: { requests: 1, type: 'TransportException' },
    },
  },
  {
    what: 'the first answer is lost, retries set to 3 in the configuration',
    answersLost: 1,
    loss: 'whole',
    settings: { maxRetries: 3 },
    // What Python repeats are connects and RetCodes above 2000.
    ends: { python: { requests: 1, type: 'ConnectionError' }, go: { requests: 2 }, java: { requests: 2 } },
  },
  {
    what: 'the first answer is cut off before its end, retries set to 3 in the configuration',
    answersLost: 1,
    loss: 'end',
    settings: { maxRetries: 3 },
    ends: {
      python: { requests: 1, type: 'ChunkedEncodingError' },
      go: { requests: 1, type: 'client.SendRequestError' },
      java: { requests: 2 },
    },
  },
  {
    what: 'three answers are lost, retries set to 0 in the configuration, which Java does not heed',
    answersLost: 3,
    loss: 'whole',
    settings: { maxRetries: 0 },
    ends: {
      python: { requests: 1, type: 'ConnectionError' },
      go: { requests: 1, type: 'client.NetworkError' },
      java: { requests: 4 },
    },
  },
];

/** What a program sees of an HTTP error, which forewarm never answers with, though a proxy in front of it may. */
const httpErrors: Record<SdkName, string> = { python: 'HTTPStatusException', go: 'server.HTTPStatusError', java: 'UCloudException' };

export function lossPromises(name: SdkName, getSubject: GetSubject): void {
  describe('makes one task of a submit when', () => {
    test.each(lossRows)('$what', async ({ what, answersLost, loss, settings, ends }) => {
      const { invoke, scene } = getSubject();
      const url = `http://${host}/lost/${name}/${encodeURIComponent(what)}`;
      const submit = () => invoke('PrefetchNewUcdnDomainCache', { UrlList: [url] }, { baseUrl: scene.tunnel.address, ...settings });

      scene.tunnel.lose(answersLost, loss);
      const result = await submit();
      const { requests, type } = ends[name];
      expect(scene.tunnel.requestCount).toBe(requests);

      // The program itself may repeat it as well: the same task again.
      scene.tunnel.lose(0);
      const TaskId = taskIdOf(await submit());
      expect(result).toMatchObject(type === undefined ? { answer: { TaskId } } : { failure: { type, retCode: null } });
      const { TaskList } = await scene.client.call('DescribeNewUcdnPrefetchCacheTask', {});
      const ofUrl = TaskList.filter(({ UrlLists }) => UrlLists.some(({ Url }) => Url === url));
      expect(ofUrl).toMatchObject([{ TaskId }]);
    });
  });

  test.each([
    ['as they come', {}, { python: 1, go: 1, java: 4 }],
    ['set to 1', { maxRetries: 1, requestRetries: 1 }, { python: 2, go: 2, java: 2 }],
  ])('an HTTP 502 hides the reason; with retries %s it is asked again', async (_what, settings, requests) => {
    await using proxy = await startOrigin({ otherwise: status(502) });
    const result = await getSubject().invoke('GetProjectList', {}, { baseUrl: proxy.address, ...settings });
    expect(result).toMatchObject({ failure: { type: httpErrors[name], retCode: null } });
    expect(proxy.requests).toHaveLength(requests[name]);
  });

  test('a server that takes longer than the timeout: Java knows no timeout', async () => {
    const answer: Behaviour = ({ response }) => void response.end('{"RetCode":0,"ProjectCount":0,"ProjectSet":[]}');
    await using server = await startOrigin({ otherwise: after(delay(5000), answer) });
    const result = await getSubject().invoke('GetProjectList', {}, { baseUrl: server.address, timeoutS: 1 });
    const timedOut = (type: string) => ({ failure: { type, retCode: null } });
    const ends = { python: timedOut('ReadTimeout'), go: timedOut('client.NetworkError'), java: { answer: { ProjectCount: 0 } } };
    expect(result).toMatchObject(ends[name]);
  });

  test('one request object sent twice: Java signs its old Signature along', async () => {
    const url = `http://${host}/twice/${name}`;
    const result = await getSubject().invoke('PrefetchNewUcdnDomainCache', { UrlList: [url] }, {}, { times: 2 });
    const submitted = { answer: { TaskId: expect.any(String) } };
    expect(result).toMatchObject({ python: submitted, go: submitted, java: refusalIn('java', 171, 'Signature VerifyAC Error') }[name]);
  });
}
