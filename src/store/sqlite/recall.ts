import { setImmediate } from 'node:timers/promises';
import type { PurgeScope } from '../../tasks/purge.ts';
import { purgeModeOf } from '../codes.ts';
import type { Purged, Touch, WarmUrl } from '../memory.ts';
import type { Store } from '../store.ts';
import { directoryForms, directoryPaths, scopeOf, touchKey, urlOf } from '../touchkey.ts';
import type { Tables } from './tables.ts';
import type { PurgedRow } from './touchtable.ts';

/** Rows that are read before the event loop has its turn. */
const stepRows = 5_000;

/** Store.touch. A purge over the other scheme counts as one of this URL. */
export function recallTouch(tables: Tables, text: string, scope: PurgeScope): Touch | undefined {
  const key = touchKey(text, scope);
  const host = key && tables.hosts.find(key.host);
  if (key === undefined || host === undefined) return undefined;
  const rows = tables.touches.both(host, key.path, key.form);
  const own = rows.find(([form]) => form === key.form);
  if (own === undefined) return undefined;
  const [, task, urlId, atS, warmedAtS, freshUntilS] = own;
  const by = tables.touchingTasks.find(task);
  if (by === undefined) return undefined;
  const purgedAtS = Math.max(...rows.map(([, , , , , , purged]) => purged ?? -1));
  return {
    url: urlOf(key),
    scope,
    task,
    taskId: by.taskId,
    project: tables.projects.name(by.project),
    kind: by.kind,
    urlId,
    atS,
    ...(warmedAtS !== null && { warmedAtS }),
    ...(freshUntilS !== null && { freshUntilS }),
    ...(purgedAtS >= 0 && { purgedAtS }),
  };
}

/** Store.purgedAbove, over both schemes. */
export function recallPurgedAbove(tables: Tables, text: string): Purged[] {
  const key = touchKey(text, 'object');
  const host = key && tables.hosts.find(key.host);
  if (key === undefined || host === undefined) return [];
  return directoryPaths(key.path)
    .flatMap((path) => tables.touches.purgedPath(host, path, directoryForms))
    .map((row) => purgedOf(key.host, row))
    .toSorted((a, b) => b.atS - a.atS);
}

/**
 * Store.warmUrls, in steps. It reads forward: what is warmed meanwhile then comes once more, at its new place, and
 * nothing slips behind what was read already.
 */
export async function recallWarm(tables: Tables, domain: string, { sinceS, limit }: Parameters<Store['warmUrls']>[1]): Promise<WarmUrl[]> {
  const host = tables.hosts.find(domain);
  if (host === undefined || limit <= 0) return [];
  const found = new Map<number, WarmUrl>();
  let after = { warmedAtS: tables.touches.warmStartS(host, sinceS, limit) ?? sinceS, id: -1 };
  for (;;) {
    const rows = tables.touches.warm(host, after, stepRows);
    for (const [id, path, form, warmedAtS, freshUntilS] of rows) {
      found.delete(id);
      found.set(id, { url: urlOf({ host: domain, path, form }), warmedAtS, ...(freshUntilS !== null && { freshUntilS }) });
      after = { warmedAtS, id };
    }
    if (rows.length < stepRows) break;
    await setImmediate();
  }
  return [...found.values()].slice(-limit).toReversed();
}

/** Store.purges. */
export function recallPurges(tables: Tables, domain: string, { sinceS, after, limit }: Parameters<Store['purges']>[1]): Purged[] {
  const host = tables.hosts.find(domain);
  if (host === undefined) return [];
  const key = after && touchKey(after.url, after.scope);
  const isAhead = after !== undefined && key !== undefined && after.atS >= sinceS;
  const from = isAhead ? { ...key, purgedAtS: after.atS } : { purgedAtS: sinceS, path: '', form: -1 };
  return tables.touches.purged(host, from, limit).map((row) => purgedOf(domain, row));
}

function purgedOf(host: string, [path, form, atS, mode]: PurgedRow): Purged {
  return { url: urlOf({ host, path, form }), scope: scopeOf({ form }), mode: purgeModeOf(mode), atS };
}
