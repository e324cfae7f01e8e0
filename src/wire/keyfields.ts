import * as z from 'zod';
import { flagOut, intOut, listOut, textOut, timeOut } from './answerfields.ts';
import * as fields from './fields.ts';

/** What a key may be held to, as the actions that make, change and lend keys take and tell it. */
export const keyRestrictions = {
  Projects: fields.texts('Ids of the projects that it may act in. Default: every project, and what belongs to none.').optional(),
  Actions: fields.texts('Actions that it may call, * standing for any letters, such as Describe*. Default: all.').optional(),
  Urls: fields
    .texts(
      'Domains, or beginnings of paths in them, such as cdn.example.com/partner/, whose URLs it may submit. Default: all of its projects.',
    )
    .optional(),
  AllowIps: fields.texts('Addresses and ranges, such as 10.0.0.0/8, that it may be used from. Default: any.').optional(),
  MaxPriority: fields.natural('The highest priority that its submits may have. Default: 9.', { max: 9 }).optional(),
  DailyUrls: fields
    .natural('How many URLs it may submit on a calendar day of the time zone `timezone`. Default: any number.', { min: 1 })
    .optional(),
} as const;

export const keyComment = fields.text('What it is for; shown in lists. At most 256 characters.').optional();
export const keyExpireTime = fields.time('From when on it is refused. Default: never.').optional();
export const keyBasic = fields
  .flag('Whether it may be used by HTTP Basic, over TLS or from the machine itself. Default: false.')
  .optional();

/** Names of parameters whose restriction `UpdateUcdnKey` can lift. */
export const liftable = ['Projects', 'Actions', 'Urls', 'AllowIps', 'MaxPriority', 'DailyUrls', 'ExpireTime', 'Comment'] as const;

type Restrictions = { Actions?: readonly string[] | undefined; Comment?: string | undefined };

/** What a schema of single values can't say. */
export function checkRestrictions({ Actions = [], Comment = '' }: Restrictions, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], what: string, accepted: string) =>
    context.addIssue({ code: 'custom', path, params: { what, accepted } });
  const strange = Actions.findIndex((pattern) => !/^[A-Za-z0-9*]{1,64}$/.test(pattern));
  if (strange !== -1) refuse(['Actions', strange], 'no name of an action', '1 to 64 letters and digits, with * for any letters');
  if (Comment.length > 256) refuse(['Comment'], `${Comment.length} characters`, 'at most 256 characters');
}

export const keyEntry = z
  .object({
    PublicKey: textOut('Its name.'),
    Fixed: flagOut('It stands in the configuration, and is changed there.'),
    Account: z.enum(['main', 'sub']).meta({ description: 'Whose it is; sub: each call must name its ProjectId.' }),
    State: z
      .enum(['active', 'disabled', 'ended', 'unreadable'])
      .meta({ description: 'Whether it may be used; unreadable: its private key was encrypted under another master key.' }),
    Projects: listOut(textOut('One id.'), 'Ids; empty: every project.'),
    Actions: listOut(textOut('One pattern.'), 'Patterns; * alone: all.'),
    Urls: listOut(textOut('One beginning.'), 'Domains and beginnings of paths; empty: all of its projects.'),
    AllowIps: listOut(textOut('One address or range.'), 'Addresses and ranges; empty: any.'),
    ExpireTime: timeOut('From when on it is refused; 0: never.'),
    MaxPriority: intOut('The highest priority of its submits.'),
    DailyUrls: intOut('URLs that it may submit a day; 0: any number.'),
    Basic: flagOut('Whether it may be used by HTTP Basic.'),
    Comment: textOut('What it is for.'),
    CreateTime: timeOut('When it was made; 0 for one of the configuration.'),
    CreatedBy: textOut('PublicKey of its maker; empty for one of the configuration.'),
    FormerUntil: timeOut('Until when the private key before the last rotation signs; 0: there is none.'),
  })
  .meta({ description: 'A key and what it may do.' });

export const newPrivateKey = textOut('Its private key, told this once only.');
