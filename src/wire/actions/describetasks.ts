import * as z from 'zod';
import { projectId } from '../action.ts';
import { intOut, listOut, statusOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { wireStatuses } from '../status.ts';

/** What the Describe actions of the kinds of tasks have in common. */

/** Which tasks; also of the summaries. */
export const taskSelection = {
  ProjectId: projectId(),
  TaskId: fields.texts('Only these tasks; unknown ones are left out. With TaskId.N and no times there is no time window.').optional(),
  BeginTime: fields.time('Tasks created at this time or later. Required when EndTime is given. Default: EndTime less 86,400.').optional(),
  EndTime: fields.time('Tasks created at this time or earlier. Default: now. Give it to page stably.').optional(),
  Status: fields.oneOf(wireStatuses, 'Only tasks of this status. Default: all.').optional(),
  Offset: fields.natural('How many matching tasks to pass over, from the newest.').default(0),
};

export const describeRequest = z.object({
  ...taskSelection,
  Limit: fields.natural('How many tasks at most; 0 gives none. Default: all.').optional(),
  IsDcdn: fields.flag('Accepted, means nothing here.').optional(),
});

const urlProgress = z.object({
  Url: textOut('The URL as it was submitted.'),
  CreateTime: timeOut('When the task was created.'),
  FinishTime: timeOut('When the URL ended, 0 until then.'),
  Status: statusOut('The URL over all its nodes:'),
  Progress: intOut('Percent, 0 to 100. Never falls; 100 exactly when Status is success.'),
});

export const taskInfo = z.object({
  TaskId: textOut('As the submit answered it.'),
  CreateTime: timeOut('When the task was created.'),
  Status: statusOut('The task over all its URLs:'),
  UrlLists: listOut(urlProgress, 'One entry for each URL, in the order of the submit.'),
});

export const totalCount = intOut('How many tasks match, whatever Offset and Limit.');
export const newestFirst = 'The tasks, newest first (by CreateTime, then TaskId).';
