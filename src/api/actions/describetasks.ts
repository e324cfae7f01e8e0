import type { Control, TaskKind } from '../../control/control.ts';
import { successPrefix } from '../../wire/envelope.ts';
import { wireStatus } from '../../wire/status.ts';
import { Streamed, type Call } from '../handler.ts';
import { taskQuery } from './taskquery.ts';

/** What is gathered before it is sent: large enough for few writes, small enough that memory stays flat. */
const pieceChars = 64 * 1024;

type Tasks = ReturnType<Control['readTasks']>;
type DescribeAction = 'DescribeNewUcdnPrefetchCacheTask' | 'DescribeNewUcdnRefreshCacheTask';

/** Answers with the tasks of one kind that match, streamed. A refresh has its `Type` in each TaskInfo. */
export async function describeTasks(kind: TaskKind, { action, request, project, nowMs, control }: Call<DescribeAction>): Promise<Streamed> {
  const query = taskQuery(project, kind, request, nowMs);
  const { Offset: offset, Limit: limit } = request;
  const total = await control.countTasks(query);
  const tasks = limit === 0 ? none() : control.readTasks(query, { offset, ...(limit !== undefined && { limit }) });
  return new Streamed(answerText(action, total, tasks));
}

/** By hand, since a million URLs by way of objects and JSON.stringify cost twice the time and four times the memory. */
async function* answerText(action: string, total: number, tasks: Tasks): AsyncGenerator<string> {
  let text = `${successPrefix(action)},"TotalCount":${total},"TaskList":[`;
  let beforeTask = '';
  for await (const { taskId, createdAtS, status, urls, refresh } of tasks) {
    const type = refresh === undefined ? '' : `,"Type":"${refresh.type}"`;
    text += `${beforeTask}{"TaskId":${JSON.stringify(taskId)},"CreateTime":${createdAtS},"Status":"${wireStatus(status)}"${type},"UrlLists":[`;
    beforeTask = ',';
    let beforeUrl = '';
    for (const [url, urlStatus, progress, finishedAtS] of urls) {
      text += `${beforeUrl}{"Url":${JSON.stringify(url)},"CreateTime":${createdAtS},"FinishTime":${finishedAtS},"Status":"${wireStatus(urlStatus)}","Progress":${progress}}`;
      beforeUrl = ',';
      if (text.length >= pieceChars) {
        yield text;
        text = '';
      }
    }
    text += ']}';
  }
  yield `${text}]}`;
}

async function* none(): Tasks {}
