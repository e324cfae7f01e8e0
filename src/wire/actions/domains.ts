import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { flagOut, intOut, listOut, quotaOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

const domain = z.object({
  Domain: textOut('The host of its URLs, in lower case.'),
  DomainId: textOut('Names the domain in other calls.'),
  PrefetchEnable: flagOut('Whether its URLs may be prefetched.'),
  Nodes: listOut(z.string(), 'Names of the nodes that it is pulled through.'),
  Paused: flagOut('Whether new fetches are stopped, by a pause of this domain or of everything.'),
  InFlight: intOut('Requests that run now, over all its nodes.'),
  Concurrency: intOut('Requests that may run at once now: its rate.concurrency, or less while its origin suffers; 0: not known yet.'),
  SlowedMessage: textOut('Why it is slowed down; absent when it is not.').optional(),
  SlowedSince: timeOut('Since when.').optional(),
  SubmitPrefetchCount: intOut('URLs accepted today to be prefetched.'),
  SubmitRefreshFile: intOut('URLs accepted today to be refreshed, playlists among them.'),
  SubmitRefreshDir: intOut('Directories accepted today to be refreshed.'),
  PrefetchQuota: quotaOut('How many URLs may be prefetched a day.'),
  RefreshFileQuota: quotaOut('How many URLs may be refreshed a day.'),
  RefreshDirQuota: quotaOut('How many directories may be refreshed a day.'),
});

export const describeDomains = defineAction({
  name: 'DescribeUcdnDomain',
  summary: "Lists a project's domains with what they are doing and what they may still submit today.",
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    Domain: fields.texts('Only these; unknown ones are left out. Default: all.').optional(),
    Offset: fields.natural('How many matching domains to pass over.').default(0),
    Limit: fields.natural('How many domains at most.', { min: 1, max: 1000 }).default(1000),
  }),
  response: z.object({
    TotalCount: intOut('How many domains match, whatever Offset and Limit.'),
    NextDayTime: timeOut('When the counts of today begin anew, in the time zone of the server.'),
    DomainList: listOut(domain, 'The domains, in the order of the configuration.'),
  }),
});
