/** A program of somebody else's that uses all that the package exports, as strictly as TypeScript can be told to look at it. */
export const consumerProgram = `
import {
  AnswerUnreadable,
  checkCoverage,
  ClientError,
  createClient,
  isEndedOnWire,
  maxPrefetchUrls,
  maxRefreshUrls,
  RequestRefused,
  retCodes,
  retCodeSpec,
  ServerUnreachable,
  signatureOf,
  splitUrls,
  stringToSign,
  TaskUnknown,
  UrlBatch,
  waitForTask,
  waitForTasks,
  WaitTimedOut,
  wireStatuses,
  type ActionName,
  type Answer,
  type CallOptions,
  type Client,
  type ClientOptions,
  type CoverageOptions,
  type RequestInput,
  type RetCodeName,
  type RetCodeSpec,
  type SplitBounds,
  type TaskCoverage,
  type TaskSummary,
  type WaitOptions,
  type WireStatus,
} from 'forewarm';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Fails to compile unless the type is just the one that is named: an \`any\` that has slipped in is none. */
function exactly<Expected>() {
  return <Actual>(_value: Actual, _same: Equal<Actual, Expected>): void => {};
}

const options: ClientOptions = { endpoint: 'http://127.0.0.1:1', publicKey: 'public', privateKey: 'private', attempts: 1 };
const client: Client = createClient(options);
const bounds: SplitBounds = { maxUrls: Math.min(maxPrefetchUrls, maxRefreshUrls) };

export async function release(urls: readonly string[], signal: AbortSignal): Promise<readonly TaskSummary[]> {
  const call: CallOptions = { signal };
  const wait: WaitOptions = { pollMs: 10, timeoutMs: 1000, signal, onProgress: (tasks) => exactly<readonly TaskSummary[]>()(tasks, true) };
  const taskIds: string[] = [];
  for (const UrlList of splitUrls(urls, bounds)) {
    const request: RequestInput<'PrefetchNewUcdnDomainCache'> = { UrlList };
    const answer = await client.call('PrefetchNewUcdnDomainCache', request, call);
    exactly<Answer<'PrefetchNewUcdnDomainCache'>>()(answer, true);
    exactly<string>()(answer.TaskId, true);
    taskIds.push(answer.TaskId);
  }
  const batch = new UrlBatch(bounds);
  for (const url of urls) for (const full of batch.add(url)) exactly<string[]>()(full, true);
  for (const rest of batch.rest()) await client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: rest });

  const one: TaskSummary = await waitForTask(client, taskIds[0] ?? '', wait);
  exactly<WireStatus>()(one.Status, true);
  exactly<'prefetch' | 'refresh'>()(one.Type, true);
  exactly<boolean>()(isEndedOnWire(one.Status), true);
  const asked: CoverageOptions = { signal, pageLines: 10 };
  const coverage: TaskCoverage = await checkCoverage(client, one.TaskId, asked);
  exactly<number>()(coverage.UrlCount, true);
  const { NodeList } = await client.call('DescribeUcdnNode', {});
  for (const node of NodeList) exactly<'edge' | 'mid'>()(node.Layer, true);
  return await waitForTasks(client, taskIds, wait);
}

export function told(error: unknown): string {
  if (!(error instanceof ClientError)) return 'not ours';
  if (error instanceof RequestRefused) {
    const name: RetCodeName = 'unavailable';
    const spec: RetCodeSpec | undefined = retCodeSpec(error.retCode);
    exactly<boolean>()(error.isRetryable, true);
    exactly<string | undefined>()(error.requestId, true);
    return error.retCode === retCodes[name].retCode ? 'later' : String(spec?.retCode);
  }
  if (error instanceof ServerUnreachable) return error.isTimeout ? 'too late' : 'away';
  if (error instanceof AnswerUnreadable) return String(error.httpStatus);
  if (error instanceof WaitTimedOut) return error.tasks.map(({ TaskId }) => TaskId).join();
  return error instanceof TaskUnknown ? error.taskId : 'another';
}

const action: ActionName = 'GetProjectList';
const params = new Map([['Action', action], ['PublicKey', options.publicKey]]);
export const signed: string = signatureOf(params, options.privateKey);
export const text: string = stringToSign(params, options.privateKey);
export const statuses: readonly WireStatus[] = wireStatuses;

// What would be wrong must be refused.
// @ts-expect-error: no such action
void (() => client.call('PrefetchEverything', {}));
// @ts-expect-error: a prefetch has URLs
void (() => client.call('PrefetchNewUcdnDomainCache', {}));
// @ts-expect-error: no such type of refresh
void (() => client.call('RefreshNewUcdnDomainCache', { Type: 'all', UrlList: [] }));

console.log(typeof signed, told(new Error('x')), statuses.length);
`;
