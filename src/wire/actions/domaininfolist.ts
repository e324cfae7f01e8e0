import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { intOut, listOut, textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

const domainInfo = z.object({
  Domain: textOut('The host of its URLs, in lower case.'),
  DomainId: textOut('Names the domain in other calls.'),
});

export const domainInfoList = defineAction({
  name: 'GetUcdnDomainInfoList',
  summary: 'Lists the domains of a project.',
  isQuery: true,
  isExtension: false,
  request: z.object({
    ProjectId: projectId(),
    PageIndex: fields.natural('Which page, from 1; 0 gives all domains, whatever PageSize.').default(1),
    PageSize: fields.natural('Domains in a page.', { min: 1 }).default(20),
    QueryByProject: fields.flag('Accepted, changes nothing: the list is always that of the project.').optional(),
  }),
  response: z.object({
    TotalCount: intOut('How many domains the project has.'),
    DomainInfoList: listOut(domainInfo, 'The domains, in the order of the configuration.'),
  }),
});
