import type { Undone } from '../../../edge/purge/procedure.ts';
import type { DirectoryWay } from '../../options.ts';
import { shorten } from '../../shorten.ts';
import { type DirectoryPurge, messageOf, notHere } from './directory-purge.ts';

/** From `traffic_ctl config reload` until the rule works: 0.1 to 2 s, measured. */
const ruleWorksMs = 2000;
/** How long a rule stays: what was stored before it should have expired by then. */
const ruleKeptS = 7 * 24 * 3600;

/** Traffic Server: a rule of regex_revalidate. It takes what was stored before the file was read. */
export async function addRule(
  { file, reload }: DirectoryWay & { kind: 'regexRevalidate' },
  purge: DirectoryPurge,
): Promise<string | Undone> {
  const { talk, ways, target, mode, againMs } = purge;
  const kind = mode === 'expire' ? 'STALE' : 'MISS';
  for (const pauseMs of [againMs, ruleWorksMs]) {
    talk.attempts += 1;
    try {
      const nowS = ways.nowS();
      // A rule counts as new when its expiry differs.
      await ways.ruleFile(file, reload).add({ path: target.path, kind, expiresAtS: nowS + ruleKeptS });
    } catch (error) {
      return notHere(`the rule can’t be given: ${messageOf(error)}`);
    }
    await talk.rest(pauseMs);
  }
  const reach = 'on every host that comes from the same origin';
  return mode === 'expire'
    ? `expired: a rule has what is below ${shorten(target.path)} revalidated, ${reach}`
    : `deleted: a rule has what is below ${shorten(target.path)} fetched anew, ${reach}`;
}
