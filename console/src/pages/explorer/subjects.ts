import type { ActionDoc } from './document.ts';

/** What actions are about, in the order in which they are listed. */
export const subjects = ['submit', 'tasks', 'looks', 'fleet', 'nodes', 'keys', 'other'] as const;
export type Subject = (typeof subjects)[number];

const patterns: readonly (readonly [subject: Subject, pattern: RegExp])[] = [
  ['keys', /Key$|Role$|AuditLog$/],
  ['looks', /^ExplainUcdnUrl$|Coverage$/],
  ['nodes', /Node$|Pause$|UcdnFetch$|Throughput$/],
  ['fleet', /UcdnDomain(?:$|Config$|InfoList$|PrefetchEnable$|PrefetchRefreshState$)|ProjectList$|Configuration$/],
  ['tasks', /CacheTask$|Task(?:Summary|Failure)$|UrlDetail$|Callback$/],
  ['submit', /DomainCache$|Sitemap$/],
];

export function subjectOf(action: string): Subject {
  return patterns.find(([, pattern]) => pattern.test(action))?.[0] ?? 'other';
}

export type Group = { origin: 'vendor' | 'forewarm'; subject: Subject; actions: readonly ActionDoc[] };

/** The actions that `find` matches, the vendor's first, each part by subject. */
export function groupsOf(actions: readonly ActionDoc[], find: string): Group[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = actions.filter(({ name, summary }) => {
    const text = `${name} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (['vendor', 'forewarm'] as const).flatMap((origin) =>
    subjects.flatMap((subject) => {
      const own = found.filter((action) => action.isExtension === (origin === 'forewarm') && subjectOf(action.name) === subject);
      return own.length === 0 ? [] : [{ origin, subject, actions: own }];
    }),
  );
}
