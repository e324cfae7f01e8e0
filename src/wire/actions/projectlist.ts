import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { flagOut, intOut, listOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

const project = z.object({
  ProjectId: textOut('Names the project in all calls.'),
  ProjectName: textOut('For people.'),
  CreateTime: timeOut('When the project was created, 0 if that is not known.'),
  IsDefault: flagOut('Whether calls without ProjectId act in it.'),
  ResourceCount: intOut('How many domains it has.'),
  MemberCount: intOut('How many keys may act in it.'),
});

export const projectList = defineAction({
  name: 'GetProjectList',
  summary: 'Lists the projects that the caller may act in.',
  isQuery: true,
  isExtension: false,
  request: z.object({
    ProjectId: projectId().meta({ description: 'Accepted since SDKs send it; selects nothing here.' }),
    IsFinance: fields.oneOf(['Yes', 'No'], 'Accepted, means nothing here.').optional(),
  }),
  response: z.object({
    ProjectCount: intOut('How many projects there are.'),
    ProjectSet: listOut(project, 'The projects, in the order of the configuration.'),
  }),
});
