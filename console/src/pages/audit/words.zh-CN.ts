import type { SameKeys } from '../../language/types.ts';
import type en from './words.en.ts';

const words: SameKeys<typeof en> = {
  title: '审计日志',
  lead: '每一次提交、变更、重新加载和被拒绝的调用：谁、从哪里、涉及什么。',
  time: '时间',
  key: '密钥',
  action: '接口',
  address: '来源地址',
  code: 'RetCode',
  reach: '范围',
  none: '未知密钥',
  server: '服务器',
  urls_one: '{{count}} 个 URL',
  urls_other: '{{count}} 个 URL',
  times: '×{{count}}',
  byKey: '仅此密钥',
  byAction: '仅此接口',
  window: '时间范围',
  windows: { day: '最近一天', week: '最近一周', month: '最近 30 天', year: '最近 400 天' },
  more: '显示更早的记录',
  emptyTitle: '没有记录',
  emptyLead: '该时间段内没有此类调用。',
};
export default words;
