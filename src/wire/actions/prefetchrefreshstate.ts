import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { intOut, quotaOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

export const prefetchRefreshState = defineAction({
  name: 'GetUcdnDomainPrefetchRefreshState',
  summary: 'Tells how much of a domain was submitted today, in the time zone of the server, and how much may be.',
  isQuery: true,
  isExtension: false,
  request: z.object({
    ProjectId: projectId(),
    DomainId: fields.text('The domain, by its id as GetUcdnDomainInfoList tells it.'),
  }),
  response: z.object({
    SubmitPrefetchCount: intOut('URLs accepted today to be prefetched.'),
    SubmitRefreshFile: intOut('URLs accepted today to be refreshed, playlists among them.'),
    SubmitRefreshDir: intOut('Directories accepted today to be refreshed.'),
    PrefetchQuota: quotaOut('How many URLs may be prefetched a day.'),
    RefreshFileQuota: quotaOut('How many URLs may be refreshed a day.'),
    RefreshDirQuota: quotaOut('How many directories may be refreshed a day.'),
  }),
});
