import { prefetchAndWait } from './arazzo/prefetchandwait.ts';
import { refreshThenPrefetch } from './arazzo/refreshthenprefetch.ts';
import { release } from './arazzo/release.ts';
import type { Workflow } from './arazzo/document.ts';

const workflows: readonly Workflow[] = [prefetchAndWait, refreshThenPrefetch, release];

/**
 * The Arazzo 1.0.1 document: workflows over the operations of openapi.json, for engines and runners that read it.
 * Runners can't sign, so calls carry HTTP Basic. Actions, their parameters and the fields of their answers are
 * checked by the compiler against wire/actions.ts.
 */
export function arazzoDocument(version: string): object {
  return {
    arazzo: '1.0.1',
    info: {
      title: 'forewarm workflows',
      version,
      summary: 'Prefetch, refresh and release, each waited for to its end.',
      description: 'A call that was refused is answered with HTTP 200 as well; its RetCode and Message tell why.',
    },
    sourceDescriptions: [
      { name: 'forewarm', url: './openapi.json', type: 'openapi' },
      { name: 'hook', url: './hook.json', type: 'openapi' },
    ],
    workflows,
    components: { parameters: { authorization: header('authorization'), hookAuthorization: header('hookAuthorization') } },
  };
}

function header(input: string): object {
  return { name: 'Authorization', in: 'header', value: `$inputs.${input}` };
}
