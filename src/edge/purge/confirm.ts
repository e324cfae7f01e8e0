import { joined } from '../headers.ts';
import { askOne, type Ask, type Done, type PurgeKey, type PurgeSetting, type Said, type Undone } from './procedure.ts';
import { isLate, standingOf } from './standing.ts';
import { validatorOf } from './validator.ts';

/** A look afterwards must not wait for what visitors have begun since. */
const lookMs = 500;
const maxRounds = 3;

/** What a procedure has seen and done so far. */
export class Findings {
  /** What PURGE answered, in order. */
  readonly statuses: number[] = [];
  /** A stored object was seen before its PURGE. */
  hasSeen = false;
  /** It said that it has variants. */
  hasVary = false;
  readonly #setting: PurgeSetting;
  readonly #old = new Set<string>();

  constructor(setting: PurgeSetting) {
    this.#setting = setting;
  }

  get hasDeleted(): boolean {
    return this.statuses.some(isDeletion);
  }

  /** An object that was there before the PURGE. */
  noteOld({ headers }: Said): void {
    this.hasSeen = true;
    this.hasVary ||= joined(headers, 'vary') !== undefined;
    this.#setting.onOld(headers);
    const validator = validatorOf(headers);
    if (validator !== undefined) this.#old.add(validator);
  }

  isOld({ headers }: Said): boolean {
    const validator = validatorOf(headers);
    return validator !== undefined && this.#old.has(validator);
  }

  done(after: Done['after']): Done {
    return { deed: this.hasSeen || this.hasDeleted ? 'deleted' : 'nothing', statuses: this.statuses, after };
  }
}

export function isDeletion(status: number): boolean {
  return status >= 200 && status < 300;
}

/** PURGE, asked again while "not there" comes so late that it can't be believed. */
export function* purge(key: PurgeKey, findings: Findings): Generator<readonly Ask[], void, readonly Said[]> {
  for (let asked = 0; ; asked += 1) {
    const said = yield* askOne({ kind: 'purge', key });
    if (said.status === undefined) continue;
    findings.statuses.push(said.status);
    if (isDeletion(said.status) || !isLate(said, asked)) return;
  }
}

/** What is purged again, and what is looked at. */
export type Confirmation = {
  readonly purges: readonly PurgeKey[];
  readonly probes: readonly PurgeKey[];
  /** This cache answers PURGE with 404 where there is nothing. */
  readonly tellsAbsent: boolean;
};

/**
 * After the last PURGE: is it gone? While the old validator is there, it is purged again, a few times. If PURGE
 * goes on deleting, visitors fetch what has not changed at its origin. If it finds nothing, or "deletes" what was never
 * there, since some origin behind the cache answers in its place, it does not reach the object.
 */
export function* confirm(
  { purges, probes, tellsAbsent }: Confirmation,
  findings: Findings,
): Generator<readonly Ask[], Done | Undone, readonly Said[]> {
  for (let round = 1; ; round += 1) {
    const looks = yield probes.map((key) => ({ kind: 'probe' as const, key, patienceMs: lookMs }));
    const standings = looks.map(standingOf);
    const isBack = looks.some((look, index) => standings[index] === 'stored' && findings.isOld(look));
    if (!isBack) {
      if (standings.includes('untold')) return findings.done('unasked');
      if (standings.includes('waits')) return findings.done('renewing');
      return findings.done(standings.includes('stored') ? 'renewed' : 'absent');
    }
    if (round === maxRounds) return (yield* isReached(purges[0], tellsAbsent, findings)) ? findings.done('same') : notReached(findings);
    for (const key of purges) yield* purge(key, findings);
  }
}

function* isReached(
  key: PurgeKey | undefined,
  tellsAbsent: boolean,
  { hasDeleted }: Findings,
): Generator<readonly Ask[], boolean, readonly Said[]> {
  if (!hasDeleted || !tellsAbsent || key === undefined) return hasDeleted;
  const { status } = yield* askOne({ kind: 'purgeNothing', scheme: key.scheme });
  return status === undefined || !isDeletion(status);
}

function notReached({ statuses }: Findings): Undone {
  const httpStatus = statuses.at(-1) ?? 404;
  const message =
    `the object is still there though the node answered PURGE with ${httpStatus}: PURGE does not reach it; ` +
    'the key that PURGE looks up must be the one that objects are stored under';
  return { undone: 'http_status', message, httpStatus };
}
