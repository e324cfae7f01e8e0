import type { Answer, RequestInput } from '../../../../src/client/index.ts';

export type Key = Answer<'DescribeUcdnKey'>['KeyList'][number];

/** What a key is held to, as its form has it: lists as text with commas between. */
export type Restrictions = {
  projects: string;
  actions: string;
  urls: string;
  ips: string;
  maxPriority: string;
  dailyUrls: string;
  /** As an input of date and time has it, in the time of the browser. */
  expireTime: string;
  comment: string;
  basic: boolean;
};

export const none: Restrictions = {
  projects: '',
  actions: '',
  urls: '',
  ips: '',
  maxPriority: '9',
  dailyUrls: '',
  expireTime: '',
  comment: '',
  basic: false,
};

export function restrictionsOf(key: Key): Restrictions {
  return {
    projects: key.Projects.join(', '),
    actions: key.Actions.length === 1 && key.Actions[0] === '*' ? '' : key.Actions.join(', '),
    urls: key.Urls.join(', '),
    ips: key.AllowIps.join(', '),
    maxPriority: String(key.MaxPriority),
    dailyUrls: key.DailyUrls === 0 ? '' : String(key.DailyUrls),
    expireTime: key.ExpireTime === 0 ? '' : localTime(key.ExpireTime),
    comment: key.Comment,
    basic: key.Basic,
  };
}

type Parameters = Omit<RequestInput<'UpdateUcdnKey'>, 'KeyName' | 'Disabled'>;

/** As parameters: what is empty is left out for a new key, and lifted from one that is there. */
export function parametersOf(form: Restrictions, isNew: boolean): Parameters {
  const lists = [
    ['Projects', form.projects],
    ['Actions', form.actions],
    ['Urls', form.urls],
    ['AllowIps', form.ips],
  ] as const;
  const numbers = [
    ['MaxPriority', form.maxPriority],
    ['DailyUrls', form.dailyUrls],
  ] as const;
  const parameters: Parameters = { Basic: form.basic };
  const lift: string[] = [];
  for (const [name, text] of lists) {
    const list = listOf(text);
    if (list.length > 0) parameters[name] = list;
    else lift.push(name);
  }
  for (const [name, text] of numbers) {
    if (text.trim() === '') lift.push(name);
    else parameters[name] = Number(text);
  }
  if (form.expireTime === '') lift.push('ExpireTime');
  else parameters.ExpireTime = Math.floor(new Date(form.expireTime).getTime() / 1000);
  if (form.comment.trim() === '') lift.push('Comment');
  else parameters.Comment = form.comment.trim();
  return isNew || lift.length === 0 ? parameters : { ...parameters, Lift: lift };
}

function listOf(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `2026-11-29T22:41`, in the time of the browser. */
function localTime(atS: number): string {
  const at = new Date(atS * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
