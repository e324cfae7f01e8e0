import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { listOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import {
  checkRestrictions,
  keyBasic,
  keyComment,
  keyEntry,
  keyExpireTime,
  keyRestrictions,
  liftable,
  newPrivateKey,
} from '../keyfields.ts';

/** `PublicKey` itself is the parameter that every call is signed with. */
const KeyName = fields.text('PublicKey of a key that was made at run time.');

export const createKey = defineAction({
  name: 'CreateUcdnKey',
  summary: 'Makes a key pair. Its private key is in this answer and nowhere else. For main keys of every project.',
  isQuery: false,
  isExtension: true,
  request: z
    .object({
      ProjectId: projectId(),
      KeyName: fields.text('Its PublicKey: 1 to 128 letters, digits and . _ -. Default: a random one.').optional(),
      Account: fields.oneOf(['main', 'sub'], 'Whose it is; sub: each of its calls must name its ProjectId. Default: main.').default('main'),
      ...keyRestrictions,
      ExpireTime: keyExpireTime,
      Basic: keyBasic,
      Comment: keyComment,
    })
    .superRefine((request, context) => {
      checkRestrictions(request, context);
      if (request.KeyName === undefined || /^[A-Za-z0-9._-]{1,128}$/.test(request.KeyName)) return;
      const params = { what: 'no name for a key', accepted: '1 to 128 letters, digits and . _ -' };
      context.addIssue({ code: 'custom', path: ['KeyName'], params });
    }),
  response: z.object({ Key: keyEntry, PrivateKey: newPrivateKey }),
});

export const describeKeys = defineAction({
  name: 'DescribeUcdnKey',
  summary: 'Lists the keys of the configuration, then those that were made, without private keys. For main keys of every project.',
  isQuery: true,
  isExtension: true,
  request: z.object({ ProjectId: projectId() }),
  response: z.object({ KeyList: listOut(keyEntry, 'The keys.') }),
});

export const updateKey = defineAction({
  name: 'UpdateUcdnKey',
  summary: 'Disables or enables a made key, or changes what it is held to; counts at once. For main keys of every project.',
  isQuery: false,
  isExtension: true,
  request: z
    .object({
      ProjectId: projectId(),
      KeyName,
      Disabled: fields.flag('Whether it is refused. Default: stays as it is, as with all that follows.').optional(),
      ...keyRestrictions,
      ExpireTime: keyExpireTime,
      Basic: keyBasic,
      Comment: keyComment,
      Lift: fields.texts(`Restrictions to lift: ${liftable.join(', ')}.`).optional(),
    })
    .superRefine((request, context) => {
      checkRestrictions(request, context);
      const strange = (request.Lift ?? []).findIndex((name) => !liftable.some((one) => one === name));
      if (strange === -1) return;
      const params = { what: 'nothing that can be lifted', accepted: `one of ${liftable.join(', ')}` };
      context.addIssue({ code: 'custom', path: ['Lift', strange], params });
    }),
  response: z.object({ Key: keyEntry }),
});

export const rotateKey = defineAction({
  name: 'RotateUcdnKey',
  summary:
    'Gives a made key a new private key, told in this answer and nowhere else; the one before signs for a while more. For main keys of every project.',
  isQuery: false,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    KeyName,
    GraceSeconds: fields
      .natural('How long the private key before still signs; 0: it ends at once. One that a rotation before left ends in any case.', {
        max: 30 * 86_400,
      })
      .default(86_400),
  }),
  response: z.object({
    Key: keyEntry,
    PrivateKey: newPrivateKey,
    FormerUntil: timeOut('Until when the one before signs; 0: it has ended.'),
  }),
});

export const deleteKey = defineAction({
  name: 'DeleteUcdnKey',
  summary: 'Deletes a made key; calls with it are refused at once. For main keys of every project.',
  isQuery: false,
  isExtension: true,
  request: z.object({ ProjectId: projectId(), KeyName }),
  response: z.object({ KeyName: textOut('The key that is gone.') }),
});
