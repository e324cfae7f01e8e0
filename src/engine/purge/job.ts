import { validatorOf } from '../../edge/purge/validator.ts';
import { isDeletion } from '../../edge/purge/confirm.ts';
import type { Done, Undone } from '../../edge/purge/procedure.ts';
import { proceduresFor } from '../../edge/purge/procedures.ts';
import { sentenceOf } from '../../edge/purge/sentence.ts';
import { merged } from '../../edge/purge/together.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { PurgeOrder } from '../../tasks/purge.ts';
import type { Scheme } from '../../tasks/url.ts';
import { addressFor } from '../node.ts';
import { shorten } from '../shorten.ts';
import { urlParts, type UrlParts } from '../url-parts.ts';
import type { Detected, Detection } from '../detect/detection.ts';
import type { LocalWays } from './directory/local-ways.ts';
import { purgeDirectory } from './directory/purge-directory.ts';
import type { OldValidators } from './old-validators.ts';
import { PurgeDropped, PurgeFailure } from './purge-failure.ts';
import { Talk, type TalkSetup } from './talk.ts';
import { noAddress, noDirectory } from './unsupported.ts';

export type PurgeWork = PurgeOrder & {
  readonly url: string;
  readonly variants: readonly Variant[];
};

export type JobParts = TalkSetup & {
  readonly detection: Detection;
  readonly ways: LocalWays;
  readonly olds: OldValidators;
};

const schemes: readonly Scheme[] = ['http', 'https'];

/** Makes one node forget one URL, or what is below it. Rejects with PurgeDropped, and with nothing else. */
export async function purgeOne(work: PurgeWork, parts: JobParts): Promise<Outcome> {
  const talk = new Talk(parts);
  const startedMs = parts.clock.nowMs();
  const end = await ended(work, parts, talk);
  const base = {
    bodyBytes: talk.bodyBytes,
    attempts: talk.attempts,
    elapsedMs: Math.round(parts.clock.nowMs() - startedMs),
  };
  const httpStatus = typeof end === 'string' ? talk.httpStatus : (end.httpStatus ?? talk.httpStatus);
  const status = httpStatus === undefined ? {} : { httpStatus };
  if (typeof end === 'string') return { status: 'succeeded', message: end, ...base, ...status };
  return { status: end.undone === 'removed' ? 'unknown' : 'failed', reason: end.undone, message: end.message, ...base, ...status };
}

async function ended(work: PurgeWork, parts: JobParts, talk: Talk): Promise<string | Undone> {
  try {
    const target = urlParts(work.url);
    if (addressFor(parts.node, target.scheme) === undefined) return noAddress(parts.node, target.scheme);
    return work.scope === 'object' ? await purgeObject(work, target, parts, talk) : await purgeSubtree(work, target, parts, talk);
  } catch (error) {
    if (error instanceof PurgeDropped) throw error;
    if (error instanceof PurgeFailure) return error.undone;
    return { undone: 'internal', message: shorten(error instanceof Error ? `${error.name}: ${error.message}` : String(error)) };
  }
}

async function purgeObject(work: PurgeWork, target: UrlParts, parts: JobParts, talk: Talk): Promise<string | Undone> {
  const { node, purge, olds, detection } = parts;
  const { cache, mayProbe } = await detected(target, parts, talk);
  const served = schemes.filter((scheme) => addressFor(node, scheme) !== undefined);
  const procedures = proceduresFor(served, work.variants, {
    cache,
    mayProbe,
    refetches: purge.bypass !== undefined,
    isProven: detection.isProven(target.host),
    onProven: () => detection.prove(target.host),
    sliceBytes: node.sliceBytes,
    onOld(headers) {
      const validator = validatorOf(headers);
      if (validator !== undefined) olds.note(work.url, validator);
    },
  });
  const ends = await Promise.all(procedures.map((procedure) => talk.hold(procedure, target.host, target.path)));
  const end: Done | Undone = merged(ends);
  if ('undone' in end) return end;
  talk.httpStatus = end.statuses.find(isDeletion) ?? talk.httpStatus;
  return sentenceOf(end, { method: purge.method, mode: work.mode });
}

function purgeSubtree(work: PurgeWork, target: UrlParts, parts: JobParts, talk: Talk): Promise<string | Undone> | Undone {
  const { node, purge, ways } = parts;
  const { directory } = purge;
  if (directory === undefined) return noDirectory(node);
  const detect = () => detected(target, parts, talk);
  const { mode, variants } = work;
  return purgeDirectory(directory.way, { talk, node, ways, target, mode, variants, detect, againMs: directory.repeatAfterMs });
}

function detected({ scheme, host }: UrlParts, { detection, node }: JobParts, talk: Talk): Promise<Detected> {
  return detection.detect(node, scheme, host, 'for purges', (message) => talk.say(message, () => true));
}
