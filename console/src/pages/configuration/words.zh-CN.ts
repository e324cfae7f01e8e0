import type { SameKeys } from '../../language/types.ts';
import type en from './words.en.ts';

const words: SameKeys<typeof en> = {
  title: '配置',
  lead: '服务器当前生效的配置，默认值均已填入，密钥等机密已隐去。',
  version: 'forewarm {{version}}',
  loaded: '加载于',
  find: '查找',
};
export default words;
