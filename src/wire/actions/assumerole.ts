import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { checkRestrictions, keyRestrictions } from '../keyfields.ts';

export const assumeRole = defineAction({
  name: 'AssumeUcdnRole',
  summary: 'Lends a short-lived key pair that may do no more than the caller, and less where that is said.',
  isQuery: false,
  isExtension: true,
  request: z
    .object({
      ProjectId: projectId(),
      DurationSeconds: fields.natural('How long it lasts.', { min: 900, max: 43_200 }).default(3600),
      ...keyRestrictions,
    })
    .superRefine(checkRestrictions),
  response: z.object({
    Credentials: z
      .object({
        PublicKey: textOut('Goes with each call, as that of a lasting key does.'),
        PrivateKey: textOut('Signs, as that of a lasting key does. Told this once only.'),
        SecurityToken: textOut('Goes with each call as the parameter SecurityToken, and is signed like all others.'),
        Expiration: timeOut(
          'When it ends: then, and when its lender is disabled, deleted or rotated, calls are answered with RetCode 174.',
        ),
      })
      .meta({ description: 'The credentials.' }),
  }),
});
