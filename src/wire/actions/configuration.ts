import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { textOut, timeOut } from '../answerfields.ts';

export const configuration = defineAction({
  name: 'DescribeUcdnConfiguration',
  summary: 'Shows the configuration that is in force, without its secrets. For main keys of every project.',
  isQuery: true,
  isExtension: true,
  request: z.object({ ProjectId: projectId() }),
  response: z.object({
    Version: textOut('Of forewarm.'),
    LoadTime: timeOut('Since when it is in force: the last reload, or the start.'),
    Configuration: textOut(
      'A JSON object: the keys of forewarm.yaml with all defaults and names filled in. (hidden) stands for private keys, tokens, values of headers and certificates.',
    ),
  }),
});
