/**
 * forewarm's client: typed, signed, for Node and browsers (it stands on wire/ and on `fetch` alone).
 *
 *     import { createClient, splitUrls, waitForTasks } from 'forewarm';
 *
 *     const client = createClient({ endpoint: 'http://127.0.0.1:8460', publicKey: '…', privateKey: '…' });
 *     const taskIds = [];
 *     for (const UrlList of splitUrls(urls)) {
 *       const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList });
 *       taskIds.push(TaskId);
 *     }
 *     for (const { TaskId, Status } of await waitForTasks(client, taskIds)) {
 *       if (Status !== 'success') console.log(TaskId, Status); // failure, or unknow: some outcome can't be known
 *     }
 *
 * A refresh goes the same way: splitUrls(urls, { maxUrls: maxRefreshUrls }), then RefreshNewUcdnDomainCache with a Type.
 *
 * Every fault is a ClientError: ServerUnreachable, RequestRefused (a RetCode, see `retCodes`), AnswerUnreadable;
 * waits add WaitTimedOut and TaskUnknown. Wrong options throw a TypeError at once.
 */
export { maxPrefetchUrls, maxRefreshUrls } from '../wire/limits.ts';
export { createClient, type CallOptions, type Client } from './client.ts';
export { checkCoverage, type CoverageOptions, type TaskCoverage } from './coverage.ts';
export type { ClientOptions } from './options.ts';
export { AnswerUnreadable, ClientError, RequestRefused, ServerUnreachable } from './errors.ts';
export { splitUrls, UrlBatch, type SplitBounds } from './split.ts';
export { TaskUnknown, waitForTask, waitForTasks, WaitTimedOut, type TaskSummary, type WaitOptions } from './wait.ts';
export type { ActionName, Answer, RequestInput } from '../wire/actions.ts';
export { retCodes, retCodeSpec, type RetCodeName, type RetCodeSpec } from '../wire/retcodes.ts';
export { isEndedOnWire, wireStatuses, type WireStatus } from '../wire/status.ts';
export { signatureOf } from './signature.ts';
export { stringToSign } from '../wire/sign.ts';
