import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { intOut, listOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

const auditEntry = z.object({
  Id: textOut('Names the entry.'),
  Time: timeOut('When it came in.'),
  PublicKey: textOut('The key; empty where none that exists was named. Of what a lent key did: its lender.'),
  Address: textOut('Where the call came from; empty for what the server did by itself.'),
  Action: textOut('The action, or ConfigurationReload.'),
  ProjectId: textOut('The project that it was about; empty: of none.'),
  Code: intOut('RetCode of its answer.'),
  TaskId: textOut('The task that it made or was about.').optional(),
  Domains: listOut(textOut('One host.'), 'Hosts of its URLs, the first 20.').optional(),
  UrlCount: intOut('How many URLs it had.').optional(),
  Detail: textOut('What changed.').optional(),
  Times: intOut('So many alike within a moment, of which this is the first.'),
});

export const describeAuditLog = defineAction({
  name: 'DescribeUcdnAuditLog',
  summary:
    'Reads who did, and was refused, what: submits, changes, reloads and refused calls, newest first. For main keys of every project.',
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    BeginTime: fields.time('From this time on. Default: EndTime less 86,400.').optional(),
    EndTime: fields.time('To this time. Default: now.').optional(),
    KeyName: fields.text('Only of this PublicKey.').optional(),
    ActionName: fields.text('Only of this action.').optional(),
    Cursor: fields.text('NextCursor of the page before.').optional(),
    Limit: fields.natural('How many entries at most.', { min: 1, max: 1000 }).default(100),
  }),
  response: z.object({
    AuditList: listOut(auditEntry, 'The entries.'),
    NextCursor: textOut('For the next page, which may hold none; empty after the last.'),
  }),
});
