import type { SameKeys } from '../../language/types.ts';
import type en from './words.en.ts';

const words: SameKeys<typeof en> = {
  title: '诊断',
  lead: '一个 URL 在每个节点上的缓存状况，以及未缓存的原因。查询不会填充任何缓存。',
  url: 'URL',
  ask: '查询节点',
  asking: '正在查询所有节点…',
  asked: '查询于',
  emptyTitle: '它在每个边缘节点的缓存里吗？',
  emptyLead: '输入您域名下的一个 URL。系统会询问每个节点持有的内容，不会从源站拉取任何数据。',
  fresh_one: '{{count}} 份副本中有 {{fresh}} 份新鲜。',
  fresh_other: '{{count}} 份副本中有 {{fresh}} 份新鲜。',
  lastTask: '最近一次涉及它的任务：',
  noLastTask: '没有记录到涉及它的任务。',
  subtree: '刷新了它的上级目录',
  differs: '各节点不一致',
  facet: {
    state: '状态',
    cause: '未缓存原因',
    because: '依据',
    httpStatus: 'HTTP 状态码',
    age: '已缓存时长',
    freshFor: '剩余新鲜期',
    bytes: '大小',
    validator: '校验标识',
    vary: 'Vary',
    cacheStatus: '缓存自述',
    cacheKey: '缓存键',
    unwarmed: '未预热的请求头',
    last: '上次结果',
  },
  state: { fresh: '新鲜', expired: '已过期', absent: '不存在', unknown: '无法确定' },
  plain: '普通请求',
  prefetch: '预热此 URL',
  submitted: '已提交预热',
};
export default words;
