import type explorer from '../pages/explorer/words.en.ts';
import type overview from '../pages/overview/words.en.ts';
import type task from '../pages/task/words.en.ts';
import type tasks from '../pages/tasks/words.en.ts';
import type explain from '../pages/explain/words.en.ts';
import type submit from '../pages/submit/words.en.ts';
import type configuration from '../pages/configuration/words.en.ts';
import type domains from '../pages/domains/words.en.ts';
import type nodes from '../pages/nodes/words.en.ts';
import type audit from '../pages/audit/words.en.ts';
import type keys from '../pages/keys/words.en.ts';
import type common from './words.en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
      keys: typeof keys;
      audit: typeof audit;
      nodes: typeof nodes;
      domains: typeof domains;
      configuration: typeof configuration;
      explorer: typeof explorer;
      submit: typeof submit;
      explain: typeof explain;
      overview: typeof overview;
      task: typeof task;
      tasks: typeof tasks;
    };
  }
}
