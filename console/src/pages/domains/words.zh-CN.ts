import type { SameKeys } from '../../language/types.ts';
import type en from './words.en.ts';

const words: SameKeys<typeof en> = {
  title: '域名',
  lead: '各域名最近一小时的流量，以及今日配额的使用情况。',
  domain: '域名',
  id: 'DomainId',
  nodes: '节点数',
  state: '拉取',
  running: '进行中',
  paused: '已暂停',
  slowed: '已降速',
  prefetch: '今日预热',
  file: '今日刷新文件',
  dir: '今日刷新目录',
  used: '{{used}} / {{quota}}',
  bytes: '最近一小时',
  hits: '已有内容',
  failures: '最近一小时失败',
  pause: '暂停',
  resume: '恢复',
  pausedDone: '已暂停拉取',
  resumedDone: '已恢复拉取',
  action: '操作',
  emptyTitle: '没有域名',
  emptyLead: '该项目没有域名。域名来自 forewarm.yaml。',
};
export default words;
