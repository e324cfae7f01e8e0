import type { Sentences } from './sentences.ts';

/** What nodes have, asked again: explain and coverage. */
export const looks: Sentences = {
  'Asks every node of a domain what it has of a URL, without filling it, and tells why it has not.':
    '逐一询问域名的每个节点是否有某个 URL（不会引起回源填充），没有时说明原因。',
  'The URL, http:// or https:// on a domain of the project.': '要诊断的 URL，以 http:// 或 https:// 开头，域名须属于该项目。',
  'The URL as it is sent: ASCII, with its host in lower case.': '实际发送的 URL：ASCII，主机名小写。',
  'The last task that ended with the URL, or that purged a directory above it; absent when none is remembered.':
    '最近一个处理过该 URL，或清除过其上级目录的任务；没有记录时不返回。',
  'What that task did.': '该任务的种类。',
  'When it ended with it.': '该任务处理完它的时间。',
  'Either object (the URL itself) or subtree (a directory above it).': 'object（该 URL 本身）或 subtree（其上级目录）。',
  'What cache it is: nginx, varnish, trafficserver, squid or auto.': '缓存的种类：nginx、varnish、trafficserver、squid 或 auto。',
  'What the last task made of the URL here; absent when it did not go through this node or is forgotten':
    '最近的任务中该 URL 在此节点上的状态；任务没有经过此节点或记录已清除时不返回',
  'Why that failed or can not be known; absent on success.': '失败或无法确定的原因；成功时不返回。',
  'Whether it was in the cache of this node then; absent where that was not judged.': '当时是否在此节点的缓存里；未作判定时不返回。',
  'The request headers of the variant, as Name: value, joined by a line break; empty for the plain one.':
    '该变体的请求头，写作 Name: value，以换行相连；普通变体为空。',
  'What the cache has: fresh (the next visitor gets it, and nobody is asked), expired, absent or unknown (it could not be asked, or not without harm).':
    '缓存里的情况：fresh（新鲜，下一位访客可直接得到，无需询问源站）、expired（已过期）、absent（不在）或 unknown（无法询问，或询问会有影响）。',
  'The evidence in a sentence; for unknown with what would change it.': '用一句话说明依据；unknown 时还说明怎样才能知道。',
  'Status code of the stored response, where the cache told.': '所存响应的状态码，缓存给出时返回。',
  'Age of the stored response in seconds, where the cache told.': '所存响应的年龄（秒），缓存给出时返回。',
  'For how many seconds more it stays fresh, where the cache told.': '还能保持新鲜多少秒，缓存给出时返回。',
  'Length of the stored body, where the cache told.': '所存响应体的长度，缓存给出时返回。',
  'ETag of the stored response, else its Last-Modified.': '所存响应的 ETag，没有时为 Last-Modified。',
  'Headers that it varies by, as the cache wrote them.': '响应随哪些请求头变化（Vary），照缓存的原样。',
  "The cache's own word on hit or miss, as it wrote it.": '缓存自己给出的命中信息，照原样。',
  'Unless it is fresh: why not, most likely, in a sentence with the evidence; absent where nothing is known.':
    '不新鲜时：用一句话说明最可能的原因和依据；一无所知时不返回。',
  'What the cache looks it up by, as far as the configuration of the server tells.': '缓存查找它所用的缓存键，据服务端的配置得出。',
  'Where that key is known from, or what it is a guess by.': '缓存键的来源，或据何推测。',
  'Headers that the stored copy varies by and no variant sets: with other values it is another object, not warmed.':
    '所存内容随之变化、而没有任何变体设置的请求头：取其他值时是另一个没有预热的对象。',
  'One entry for each variant of the domain.': '该域名的每个变体一条。',
  'The nodes of the domain, in the order of the configuration.': '该域名的节点，按配置中的顺序排列。',
  'Asks the nodes of a task again what they have of its URLs, without filling them; page by Offset and NextOffset.':
    '再次询问任务的各节点还有它的哪些 URL（不会引起回源填充）；用 Offset 和 NextOffset 分页。',
  'The task, of either kind.': '任务，预热或刷新均可。',
  'How many lines of the task to pass over; the NextOffset of the last answer.': '跳过任务的多少行；取上次返回的 NextOffset。',
  'How many lines at most.': '最多多少行。',
  'How many lines the task has. Add up the answers until NextOffset is as much.': '任务的总行数。累加各次返回，直到 NextOffset 与之相等。',
  'Where to go on: it may lie before Offset + Limit, where nodes were slow to answer.':
    '下次从哪里继续：节点应答较慢时，可能小于 Offset + Limit。',
  'How many URLs were asked for. Directories, and lines that repeat an earlier one, are not.':
    '询问了多少个 URL。目录以及与前面重复的行不询问。',
  'How many are there: the next visitor gets them, and nobody is asked.': '仍在且新鲜的数量：下一位访客可直接得到，无需询问源站。',
  'How many are there, but past their time.': '仍在但已过期的数量。',
  'How many are not there.': '不在的数量。',
  'How many could not be asked for, or not without harm.': '无法询问，或询问会有影响的数量。',
  'Why not, of the first of them; absent when there is none.': '其中第一个无法询问的原因；没有时不返回。',
  'The nodes of the task, with each variant of each URL counted.': '任务的各节点，每个 URL 的每个变体各计一次。',
  'The URL as it is sent.': '实际发送的 URL。',
  'What is expired or absent: by URL, then by node; 1000 at most.': '已过期或不在的：先按 URL，再按节点；最多 1000 条。',
  'How many more are missing than MissingList has.': '除 MissingList 所列之外，还缺多少。',
};
