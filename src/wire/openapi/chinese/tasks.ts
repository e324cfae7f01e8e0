import type { Sentences } from './sentences.ts';

/** Tasks, their URLs and outcomes; ending and retrying them. */
export const tasks: Sentences = {
  'Tells the progress of prefetch tasks and of each of their URLs, newest task first.': '查询预热任务及其每个 URL 的进度，新任务在前。',
  'Tells the progress of refresh tasks and of each of their URLs, newest task first.': '查询刷新任务及其每个 URL 的进度，新任务在前。',
  'Only these tasks; unknown ones are left out. With TaskId.N and no times there is no time window.':
    '只查这些任务；不存在的略过。给出 TaskId.N 而不给时间时，不限时间范围。',
  'Tasks created at this time or later. Required when EndTime is given. Default: EndTime less 86,400.':
    '只查此时刻及以后创建的任务。给出 EndTime 时必填。默认：EndTime 减 86,400。',
  'Tasks created at this time or earlier. Default: now. Give it to page stably.':
    '只查此时刻及以前创建的任务。默认：当前时间。分页时给出它，页面才不会错位。',
  'Only tasks of this status. Default: all.': '只查处于该状态的任务。默认：全部。',
  'How many matching tasks to pass over, from the newest.': '从最新的任务起，跳过多少个符合条件的任务。',
  'How many tasks at most; 0 gives none. Default: all.': '最多返回多少个任务；0 表示不返回。默认：全部。',
  'How many tasks at most; 0 gives none.': '最多返回多少个任务；0 表示不返回。',
  'How many tasks match, whatever Offset and Limit.': '符合条件的任务总数，与 Offset、Limit 无关。',
  'As the submit answered it.': '提交时返回的 TaskId。',
  'When the task was created.': '任务的创建时间。',
  'The task over all its URLs': '任务的状态，由其全部 URL 汇总',
  'The URL as it was submitted.': '提交时的 URL。',
  'When the URL ended, 0 until then.': '该 URL 的结束时间，未结束时为 0。',
  'The URL over all its nodes': '该 URL 的状态，由其全部节点汇总',
  'Percent, 0 to 100. Never falls; 100 exactly when Status is success.':
    '百分比，0 至 100。不会倒退；当且仅当 Status 为 success 时为 100。',
  'One entry for each URL, in the order of the submit.': '每个 URL 一条，按提交顺序排列。',
  'The tasks, newest first (by CreateTime, then TaskId).': '任务列表，新的在前（先按 CreateTime，再按 TaskId）。',
  'As the submit said it: file, dir or m3u8.': '提交时的类型：file、dir 或 m3u8。',
  'Tells what each node made of each URL of a prefetch task, in the order of the submit.':
    '查询预热任务的每个 URL 在每个节点上的结果，按提交顺序排列。',
  'Tells what each node made of each URL of a refresh task, in the order of the submit.':
    '查询刷新任务的每个 URL 在每个节点上的结果，按提交顺序排列。',
  'The task. An unknown one has no URLs, nor has one of another kind.': '任务。不存在或类型不符的任务没有 URL。',
  'How many matching URLs to pass over.': '跳过多少个符合条件的 URL。',
  'How many URLs at most.': '最多返回多少个 URL。',
  'Only URLs of this status. Default: all.': '只查处于该状态的 URL。默认：全部。',
  'How many URLs of the task match, whatever Offset and Limit.': '任务中符合条件的 URL 总数，与 Offset、Limit 无关。',
  'Either mid (a shield, filled first) or edge.': 'mid（中间层，先填充）或 edge（边缘层）。',
  'What this node made of the URL': '该 URL 在此节点上的状态',
  'Why the node could not; absent while it is not ended, and on success.': '该节点未能完成的原因；未结束或成功时不返回。',
  'The reason in a sentence; after a purge that succeeded, what was done.': '用一句话说明原因；清除成功后，说明做了什么。',
  "The node's last status code; absent when none came.": '节点最后返回的状态码；没有收到时不返回。',
  'Body bytes of the last attempt of each variant, summed; absent until the node ended.':
    '每个变体最后一次尝试的响应体字节数之和；该节点结束前不返回。',
  'Requests begun, redirects aside; absent until the node ended.': '发起的请求数，重定向不计；该节点结束前不返回。',
  'Milliseconds from the first attempt to the end, without waiting for limits; absent until the node ended.':
    '从第一次尝试到结束的毫秒数，不含等待限速的时间；该节点结束前不返回。',
  "The node's own word on hit or miss, shortened.": '节点自己给出的命中信息，可能被截短。',
  'Whether the URL is in the cache of this node: hit-proven, stored-likely, uncacheable or unknown; of several variants the worst. Absent where it was not judged.':
    '该 URL 是否在此节点的缓存里：hit-proven（已证实命中）、stored-likely（很可能已缓存）、uncacheable（不可缓存）或 unknown（未知）；有多个变体时取最差的。未作判定时不返回。',
  'One entry for each node of the domain.': '该域名的每个节点一条。',
  'The URLs, in the order of the submit.': 'URL 列表，按提交顺序排列。',
  'Lists prefetch and refresh tasks with counts instead of URLs, newest first.': '列出预热和刷新任务，只给计数、不列 URL，新任务在前。',
  'Only prefetch or only refresh tasks. Default: both.': '只查预热任务或只查刷新任务。默认：两者。',
  'NextCursor of the page before: tasks that came since then move nothing. Offset counts from there.':
    '上一页返回的 NextCursor：此后新来的任务不会让页面错位。Offset 从该处算起。',
  'What the task does.': '任务的种类。',
  'What the URLs of a refresh are; absent from a prefetch.': '刷新任务中 URL 的类型；预热任务不返回。',
  'What a refresh was to do with them; absent from a prefetch.': '刷新任务对它们的处理方式；预热任务不返回。',
  'Whether a refresh pulls again what it has purged; absent from a prefetch.': '刷新任务清除之后是否重新预热；预热任务不返回。',
  'When the first of its URLs began; absent until then.': '第一个 URL 开始的时间；此前不返回。',
  'When the last of its URLs ended; absent until then.': '最后一个 URL 结束的时间；此前不返回。',
  'Percent, 0 to 100: the mean over its URLs. Falls only when a playlist brings more URLs.':
    '百分比，0 至 100：其全部 URL 的平均值。只有播放列表带来更多 URL 时才会下降。',
  'Body bytes of what has ended, over URLs and nodes.': '已结束部分的响应体字节数，按 URL 和节点合计。',
  'Body bytes that came of what is under way; only of a task that is process.':
    '正在进行的部分已收到的响应体字节数；仅状态为 process 的任务返回。',
  'Lengths of the bodies under way, as far as known; only of a task that is process.':
    '正在进行的响应体的总长度（已知的部分）；仅状态为 process 的任务返回。',
  'Over the last 10 seconds; only of a task that is process.': '最近 10 秒的每秒字节数；仅状态为 process 的任务返回。',
  'PublicKey of the submit.': '提交者的 PublicKey。',
  'Urgency, 0 to 9; 9 goes first.': '优先级，0 至 9；9 最先。',
  'As the submit gave it; absent without one.': '提交时给出的备注；没有时不返回。',
  'The task whose failures this one retries; absent from others.': '本任务所重试的原任务；不是重试任务时不返回。',
  'The task that this one starts after, when that has ended in success; absent from others.':
    '本任务要等它成功后才开始的那个任务；没有先后依赖时不返回。',
  'How many URLs the task has, repetitions counted.': '任务的 URL 数，重复的也计入。',
  'URLs that are wait.': '状态为 wait 的 URL 数。',
  'URLs that are process.': '状态为 process 的 URL 数。',
  'URLs that are success.': '状态为 success 的 URL 数。',
  'URLs that are failure.': '状态为 failure 的 URL 数。',
  'URLs that are unknow.': '状态为 unknow 的 URL 数。',
  'How many were proven to be in the cache: it answered from its store.': '已证实在缓存里的数量：缓存直接以所存内容应答。',
  'How many are in the cache by what it says and by the rules that it follows.': '据缓存所示及其遵循的规则，应在缓存里的数量。',
  'How many the cache did not store, or may not use without asking the origin.': '缓存没有存入，或不问源站便不得使用的数量。',
  'How many it can not be told of.': '无法判定的数量。',
  'Verdicts summed over URLs and nodes, of those that have ended and were judged; repeated URLs count once.':
    '各判定结果按 URL 和节点合计，只含已结束且作出判定的；重复的 URL 计一次。',
  'Names of the nodes of its domains.': '其域名下各节点的名称。',
  'Ends tasks of either kind: running fetches stop within a second, and what had not ended is failure, reason cancelled. What had ended stays as it is.':
    '取消任务（预热或刷新均可）：进行中的抓取在一秒内停止，未结束的部分为 failure，原因为 cancelled；已结束的保持不变。',
  'The tasks. If one is not there, none is cancelled.': '要取消的任务。其中有一个不存在，就一个都不取消。',
  'TaskIds of those that were ended by this call; the others had ended before, which is no fault.':
    '由本次调用取消的任务的 TaskId；其余的此前已经结束，不算出错。',
  'Submits a new task of those URLs of a task that are failure or unknow, each on those nodes only that do not have it. It counts in no quota.':
    '把任务中状态为 failure 或 unknow 的 URL 提交为新任务，每个 URL 只在没有它的节点上重试。不占用配额。',
  'The task, of either kind. Of one that has not ended: what has failed so far.':
    '要重试的任务，预热或刷新均可。未结束的任务只重试目前已失败的部分。',
  'Names the new task; its RetryOf is the old one.': '新任务的 TaskId；它的 RetryOf 为原任务。',
  'Tells what failed of a task, or can not be known, so far: grouped by reason, status code and verdict, the most frequent first.':
    '查询任务到目前为止失败或无法确定的部分，按原因、状态码和判定分组，最多的在前。',
  'The task, of either kind, whether it has ended or not.': '任务，预热或刷新均可，不论是否已结束。',
  'What became of each of them, failure or unknow': '该组各项的结果，failure 或 unknow',
  'Whether it is in the cache; absent where that was not judged.': '是否在缓存里；未作判定时不返回。',
  'The reason in a sentence, of the first; the others differ in figures at most.': '用一句话说明原因，取自第一条；其余的至多数字不同。',
  'How many, by URL and node.': '数量，按 URL 和节点计。',
  'How many URLs.': 'URL 数。',
  'How many URLs on it.': '该节点上的 URL 数。',
  'On which nodes, those with the most first.': '在哪些节点上，多的在前。',
  'The first of them, as it was submitted.': '其中第一个 URL，与提交时相同。',
  'The node of the first.': '第一个 URL 所在的节点。',
  'The groups, at most 50.': '分组，最多 50 个。',
  'How many, by URL and node, are in none of the groups, since there are too many kinds.':
    '因种类过多而没有归入任何分组的数量，按 URL 和节点计。',
  'Whether all of the task was looked at: 200,000 URLs at most are.': '是否查看了任务的全部内容：最多查看 200,000 个 URL。',
};
