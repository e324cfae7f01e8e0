import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { zeroOrOneOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

export const prefetchEnable = defineAction({
  name: 'GetUcdnDomainPrefetchEnable',
  summary: 'Tells whether URLs of a domain may be prefetched.',
  isQuery: true,
  isExtension: false,
  request: z.object({
    ProjectId: projectId(),
    DomainId: fields.text('The domain, by its id as GetUcdnDomainInfoList tells it.'),
  }),
  response: z.object({ Enable: zeroOrOneOut('Either 1 (they may) or 0 (prefetch is switched off).') }),
});
