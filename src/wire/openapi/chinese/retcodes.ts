import type { Sentences } from './sentences.ts';

/** What RetCodes mean. */
export const retCodeMeanings: Sentences = {
  'The answer was not ready within 60 seconds.': '60 秒内未能给出应答。',
  'A fault of the server itself; its log names the request id.': '服务端自身出错；可凭请求 ID 在日志中查找。',
  'The server is overloaded, stopping, or its store does not answer.': '服务端过载、正在停止，或存储没有响应。',
  'This key sends more often than it may; the Message says how long to wait.': '此密钥的调用过于频繁；Message 说明要等多久。',
  'The request names no Action.': '请求没有给出 Action。',
  'No such Action; or the path is not / or the method neither GET nor POST.': '没有这个 Action；或路径不是 /，或方法不是 GET、POST。',
  'The request is not signed.': '请求没有签名。',
  'The Signature does not fit the parameters and the private key of this PublicKey.': 'Signature 与参数及此 PublicKey 的私钥不符。',
  'PublicKey is missing, unknown, disabled or past its end.': 'PublicKey 没有给出、不存在、已停用或已过期。',
  'The SecurityToken is unknown or has ended.': 'SecurityToken 不存在或已失效。',
  'A required parameter is absent or empty.': '缺少必填参数，或其值为空。',
  'A parameter, or the body as a whole, is not what is accepted; the Message says what came and what is.':
    '某个参数或整个请求体不符合要求；Message 说明收到了什么、接受什么。',
  'No such project.': '没有这个项目。',
  'Documented by the vendor; forewarm never answers it: Region and Zone select nothing.':
    '厂商文档中有此码；forewarm 从不返回：Region 和 Zone 不起作用。',
  'The key may not be used from the address that the request came from.': '不允许从该来源地址使用此密钥。',
  'Documented by the vendor; forewarm never answers it.': '厂商文档中有此码；forewarm 从不返回。',
  'The key is restricted to other actions, projects or URLs.': '此密钥无权使用该接口、项目或 URL。',
  'No domain of the project that the request acts in; a domain of another project reads the same.':
    '请求所在的项目没有这个域名；属于其他项目的域名也返回此码。',
  'The configuration has switched prefetch off for the domain.': '配置中已关闭该域名的预热。',
  'The configuration names no node that the URL could be pulled through.': '配置中没有可用于抓取该 URL 的节点。',
  'A node of the domain has no address for the scheme of the URL.': '该域名的某个节点没有对应此协议（http 或 https）的地址。',
  'The submit would pass what the domain may have on this calendar day; nothing was accepted.':
    '提交后将超出该域名今日的配额；全部未接受。',
  'More URLs are unfinished than the server keeps (limits.queuedUrls); nothing was accepted.':
    '未完成的 URL 超出服务端上限（limits.queuedUrls）；全部未接受。',
  'The configuration has no node of that name.': '配置中没有这个名称的节点。',
  'The key has submitted something else under this ClientToken within a day; nothing was accepted.':
    '此密钥一天内用同一 ClientToken 提交过其他内容；全部未接受。',
  'No URL of the task has failed, or only on nodes that no longer serve it.': '任务没有失败的 URL，或只在已不再服务它的节点上失败。',
  'No key of that name was made at run time.': '没有运行时创建的同名密钥。',
  'There is a key of that name, made or in the configuration.': '已有同名的密钥（运行时创建的或配置中的）。',
  'The server has no masterKey, without which it makes and lends no keys.': '服务端没有配置 masterKey，无法创建密钥或签发临时凭证。',
  'The submit would pass what the key may have on this calendar day; nothing was accepted.': '提交后将超出此密钥今日的配额；全部未接受。',
  'It could not be had from its address, or what came is no sitemap.': '无法从该地址取得，或取得的内容不是站点地图。',
  'As many sitemaps are being read as may be at once.': '同时读取的站点地图已达上限。',
};
