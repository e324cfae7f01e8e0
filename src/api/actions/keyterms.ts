import type { KeyTerms } from '../../control/keys/madekey.ts';
import { badParam } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import { addressSet } from '../access/addresses.ts';
import type { Projects } from '../access/project.ts';
import { urlPrefixes } from '../../tasks/urlprefixes.ts';

/** Restrictions as requests have them. */
export type Restrictions = {
  Projects?: string[] | undefined;
  Actions?: string[] | undefined;
  Urls?: string[] | undefined;
  AllowIps?: string[] | undefined;
  MaxPriority?: number | undefined;
  DailyUrls?: number | undefined;
  ExpireTime?: number | undefined;
  Basic?: boolean | undefined;
  Comment?: string | undefined;
};

/** What of a key's terms a request gives. Throws an ApiError 230 that names what can't be read or is not there. */
export function givenTerms(request: Restrictions, projects: Projects): Omit<KeyTerms, 'account'> {
  const { Projects, Actions, Urls, AllowIps, MaxPriority, DailyUrls, ExpireTime, Basic, Comment } = request;
  const known = new Set(projects.all.map(({ id }) => id));
  refuseWhere('Projects', Projects, (id) => known.has(id), 'the id of a project as GetProjectList lists them');
  refuseWhere('Urls', Urls, isReadable(urlPrefixes), 'a domain with or without a path, such as cdn.example.com/partner/');
  refuseWhere('AllowIps', AllowIps, isReadable(addressSet), 'an IP address or a CIDR such as 10.0.0.0/8');
  return {
    ...(Projects !== undefined && { projects: Projects }),
    ...(Actions !== undefined && { actions: Actions }),
    ...(Urls !== undefined && { urls: Urls }),
    ...(AllowIps !== undefined && { allowIps: AllowIps }),
    ...(MaxPriority !== undefined && { maxPriority: MaxPriority }),
    ...(DailyUrls !== undefined && { dailyUrls: DailyUrls }),
    ...(ExpireTime !== undefined && { expiresMs: ExpireTime * 1000 }),
    ...(Basic !== undefined && { basic: Basic }),
    ...(Comment !== undefined && { comment: Comment }),
  };
}

/** The term that the parameter of that name gives. */
export const termOf: Readonly<Record<string, keyof KeyTerms>> = {
  Projects: 'projects',
  Actions: 'actions',
  Urls: 'urls',
  AllowIps: 'allowIps',
  MaxPriority: 'maxPriority',
  DailyUrls: 'dailyUrls',
  ExpireTime: 'expiresMs',
  Comment: 'comment',
};

function refuseWhere(name: string, texts: readonly string[] | undefined, fits: (text: string) => boolean, accepted: string): void {
  const place = texts?.findIndex((text) => !fits(text)) ?? -1;
  if (place !== -1) throw badParam(`${name}.${place}`, shown(texts?.[place] ?? ''), accepted);
}

function isReadable(read: (texts: readonly string[]) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      read([text]);
      return true;
    } catch {
      return false;
    }
  };
}
