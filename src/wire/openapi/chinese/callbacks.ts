import type { Sentences } from './sentences.ts';

/** Callbacks: who is told that a task has ended. */
export const callbacks: Sentences = {
  'Lists callbacks: which address was told, or is still to be told, that a task has ended. Newest first.':
    '列出回调：任务结束后已通知或待通知的地址。新的在前。',
  'Only of these tasks; unknown ones are left out.': '只查这些任务的回调；不存在的略过。',
  'Only of this status. Default: all.': '只查处于该状态的回调。默认：全部。',
  'How many matching callbacks to pass over, from the newest.': '从最新的起，跳过多少个符合条件的回调。',
  'How many callbacks at most; 0 gives none.': '最多返回多少个回调；0 表示不返回。',
  'How many callbacks match, whatever Offset and Limit.': '符合条件的回调总数，与 Offset、Limit 无关。',
  'Names the delivery: one task and one address.': '回调的编号：一个任务对应一个地址。',
  'The task that ended.': '已结束的任务。',
  'The address, without its query.': '回调地址，不含查询串。',
  'One of: waiting (for its first or next attempt), delivered, failed (given up), dropped (the address is no longer configured).':
    'waiting（等待首次或下一次尝试）、delivered（已送达）、failed（已放弃）或 dropped（地址已不在配置中）。',
  'When the task ended.': '任务的结束时间。',
  'How often it was tried, since it was sent again if it was.': '已尝试的次数；重新发送过的，从重新发送算起。',
  'When it was tried last; absent before the first attempt.': '最近一次尝试的时间；首次尝试之前不返回。',
  'HTTP status of the last answer; absent when there was none.': '最近一次应答的 HTTP 状态码；没有应答时不返回。',
  'Why the last attempt was no delivery, or why there will be none.': '最近一次尝试未送达的原因，或不再送达的原因。',
  'When it is tried next; absent unless it is waiting.': '下一次尝试的时间；不处于 waiting 时不返回。',
  'The callbacks.': '回调列表。',
  'Sends callbacks once more, whatever became of them, with the same webhook-id and a new day of attempts.':
    '重新发送回调，无论此前结果如何；webhook-id 不变，重新计一天的尝试时间。',
  'All callbacks of this task. Either TaskId or CallbackId.N is given.': '此任务的全部回调。TaskId 与 CallbackId.N 二者给一。',
  'These callbacks.': '要重新发送的回调。',
  'CallbackIds of those that wait again; the addresses of the others are no longer configured.':
    '重新等待发送的 CallbackId；其余的地址已不在配置中。',
};
