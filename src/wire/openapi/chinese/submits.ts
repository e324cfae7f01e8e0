import type { Sentences } from './sentences.ts';

/** Submits of prefetches and refreshes, what they choose and answer; sitemaps. */
export const submits: Sentences = {
  'Submits URLs to be pulled into the cache of every node of their domains.': '提交 URL，将其预热到所属域名每个节点的缓存中。',
  'Submits URLs or directories that the cache of every node of their domains is to forget.':
    '提交 URL 或目录，让所属域名每个节点的缓存将其清除。',
  'The URLs, http:// or https:// on a domain of the project. A URL that stands twice is fetched once and answered twice.':
    '要预热的 URL，以 http:// 或 https:// 开头，域名须属于该项目。重复的 URL 只抓取一次，结果各返回一条。',
  'The URLs, http:// or https:// on a domain of the project. That of a directory ends in / and has no query.':
    '要刷新的 URL，以 http:// 或 https:// 开头，域名须属于该项目。目录的 URL 以 / 结尾，不带查询串。',
  "How urgent it is among the tasks of the project: 9 goes first, and overtakes on each node what is less urgent. Other projects' turns are not touched. Default: 5.":
    '在本项目各任务中的优先级：9 最先，在每个节点上都排到优先级较低的任务之前。不影响其他项目。默认：5。',
  'A name that the caller gives this submit: sent again by the same key within a day it answers the same TaskId; with anything else in it, it is refused (607).':
    '调用方为这次提交起的名字：同一密钥在一天内再次提交会得到相同的 TaskId；若内容不同则被拒绝（607）。',
  'For people: shown where the task is.': '供人阅读的备注，与任务一同显示。',
  'Only these of the nodes that serve the domains. With NodeRegion and NodeLayer: those for which all holds.':
    '在服务这些域名的节点中只选这些。与 NodeRegion、NodeLayer 同时给出时，取全部满足的节点。',
  'Only nodes of this region, as the configuration calls it.': '只选该地域的节点，地域名称以配置为准。',
  'Only nodes of this layer: mid (shields) or edge.': '只选该层的节点：mid（中间层）或 edge（边缘层）。',
  'Start only when this task of the project, of either kind, has ended in success. If it ends otherwise, this one ends as failure, reason cancelled.':
    '等本项目的这个任务（预热或刷新均可）成功后才开始。若它以其他状态结束，本任务以 failure 结束，原因为 cancelled。',
  'One header.': '一个请求头。',
  'Request headers, each as Name: value, set in every variant of the domain; of a refresh in variants beside them. Accepted names: Accept, Accept-Encoding, Accept-Language, Origin, Referer.':
    '请求头，每个写作 Name: value，预热时设在该域名的每个变体上，刷新时作为额外的变体。可用：Accept、Accept-Encoding、Accept-Language、Origin、Referer。',
  'Only tell what would be done on which nodes: refusals are as usual, nothing is stored or counted, TaskId is empty. Default: false.':
    '试运行：只说明会在哪些节点上做什么；照常检查并拒绝，但不保存、不计数，TaskId 为空。默认：false。',
  'Names the task in all later calls; empty after DryRun.': '此后各调用用它指代该任务；试运行后为空。',
  'Either mid (a shield, before the edges) or edge.': 'mid（中间层，先于边缘层）或 edge（边缘层）。',
  'How many URLs it would get or forget, repetitions left out.': '会预热或清除多少个 URL，重复的不计。',
  'The same with each variant counted.': '同上，每个变体各计一次。',
  'With DryRun: what each node would do. Absent otherwise.': '试运行时返回：每个节点会做什么。其他情况不返回。',
  'What the URLs are. file: each is one object, with all its variants. dir: each is a directory, all that lies below it. m3u8: each is an HLS playlist, refreshed with the playlists and segments in it.':
    'URL 的类型。file：每个是一个对象及其全部变体。dir：每个是一个目录，含其下全部内容。m3u8：每个是一个 HLS 播放列表，连同其中的播放列表和分片一起刷新。',
  'delete: the objects are gone. expire: they are kept and revalidated at the next request, where the cache can, else deleted; the outcome says which was done. Default: expire for dir, else delete.':
    'delete：删除对象。expire：缓存支持时保留对象，下次请求时重新验证，否则删除；结果会说明做了哪一种。默认：dir 为 expire，其余为 delete。',
  'Ours, with Type=file only. Pull the URLs again once they are purged, within the same task. Default: false.':
    'forewarm 扩展，仅用于 Type=file。清除之后在同一任务内重新预热这些 URL。默认：false。',
  'Reads the URLs out of a sitemap (XML, its index one level deep, or a text with a URL a line; gzip too), which the server fetches. It submits nothing.':
    '由服务端抓取站点地图（XML，索引只展开一层；或每行一个 URL 的文本；均可为 gzip），读出其中的 URL。不提交任何任务。',
  'Where the sitemap is: http or https. Addresses that are not public are refused unless the configuration allows them.':
    '站点地图的地址，http 或 https。非公网地址会被拒绝，除非配置允许。',
  'The URLs in their order, each once, whatever their domains.': '按原有顺序列出的 URL，每个一次，不论属于哪个域名。',
  'How many URLs came of it that no other before it had.': '从中得到多少个此前没有出现过的 URL。',
  'Why it could not be read; absent when it could.': '无法读取的原因；读取成功时不返回。',
  'What was read: the document itself, then those that it lists.': '读取了哪些文件：先是它本身，然后是它列出的各个文件。',
  'Locations that are no http or https URL.': '其中不是 http 或 https URL 的条数。',
  'Whether all was read; false where there is more than Limit, than 200 further documents, or than 45 seconds bring.':
    '是否全部读取；超过 Limit、超过 200 个下级文件或 45 秒内读不完时为 false。',
  'Read the HLS playlists and DASH manifests among the URLs once a node has them, and warm what they name as URLs of the same task, live ones as they are at that moment. A URL that is no manifest is warmed alone. Default: false.':
    '某个节点取得 URL 中的 HLS 播放列表和 DASH 清单后，读取其内容，把其中列出的内容作为同一任务的 URL 一并预热；直播的以当时为准。不是清单的 URL 只预热它本身。默认：false。',
  'Ours, with ParseManifest. Only the first seconds of each rendition; of a live one from where somebody begins who tunes in now. Default: all.':
    'forewarm 扩展，与 ParseManifest 同用。每个码率只预热开头若干秒；直播从此刻进入的观众的起点算起。默认：全部。',
  'Ours, with ParseManifest. Only renditions of at most so many bits per second; where all are above, the lowest. Default: all.':
    'forewarm 扩展，与 ParseManifest 同用。只预热不高于此比特率（每秒比特数）的码率；全部高于时取最低的。默认：全部。',
  'Ours, with DryRun, and of a refresh with Type=file only. Tell sizes as well, as nodes know them: they are asked in ways that fill no cache, at most 500 URLs and for some 10 s. Default: false.':
    'forewarm 扩展，与 DryRun 同用，刷新仅限 Type=file。同时给出节点所知的大小：询问不会引起回源填充，最多 500 个 URL、约 10 秒。默认：false。',
  'With DryRunSizes: the bytes of those objects whose size is known. What a prefetch would get counts as this node has it, else as another node or the origin has it; what a refresh would forget as this node has it.':
    '给出 DryRunSizes 时返回：大小已知的对象的字节数。预热会取的内容按此节点所存计算，否则按其他节点或源站；刷新会清除的内容按此节点所存计算。',
  'With DryRunSizes: how many objects are not in SizeBytes.': '给出 DryRunSizes 时返回：没有计入 SizeBytes 的对象数。',
  'Why not, of the first of them that was asked for; absent when there is none.': '其中第一个询问过的没有计入的原因；没有时不返回。',
  'With DryRun and ParseManifest: how many of the URLs would be looked into. What the manifests among them name is in no count.':
    '同时给出 DryRun 和 ParseManifest 时返回：会读取其中多少个 URL。清单中列出的内容不计入任何数量。',
  'With DryRunSizes: for how many URLs no node was asked, since they are too many or time ran out.':
    '给出 DryRunSizes 时返回：因数量过多或时间用尽而没有询问任何节点的 URL 数。',
};
