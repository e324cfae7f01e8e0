import { reasons, type Reason } from '../tasks/outcome.ts';
import { purgeModes, refreshTypes, type PurgeMode, type RefreshType } from '../tasks/purge.ts';
import { statuses, type Status } from '../tasks/status.ts';
import { verdicts, type Verdict } from '../tasks/verdict.ts';
import { deliveryStates, type DeliveryState } from './callbacks.ts';
import { StoreFault } from './fault.ts';
import type { NodeRecord } from './memory.ts';
import { countedKinds, type CountedKind } from './limits.ts';
import { taskKinds, type TaskKind } from './store.ts';

/** Numbers that stand in stored rows. They are part of the schema: never change one, never use one again. */
const codeOfStatus = { waiting: 0, running: 1, succeeded: 2, failed: 3, unknown: 4 } as const satisfies Record<Status, number>;

/** Also the names of the counter columns. */
export const statusesByCode: readonly Status[] = statuses.toSorted((a, b) => codeOfStatus[a] - codeOfStatus[b]);

const codeOfKind = { prefetch: 0, refresh: 1 } as const satisfies Record<TaskKind, number>;
const kindsByCode: readonly TaskKind[] = taskKinds.toSorted((a, b) => codeOfKind[a] - codeOfKind[b]);

const codeOfCounted = { prefetch: 0, refresh_file: 1, refresh_dir: 2 } as const satisfies Record<CountedKind, number>;
const countedByCode: readonly CountedKind[] = countedKinds.toSorted((a, b) => codeOfCounted[a] - codeOfCounted[b]);

const codeOfRefreshType = { file: 0, dir: 1, m3u8: 2 } as const satisfies Record<RefreshType, number>;
const refreshTypesByCode: readonly RefreshType[] = refreshTypes.toSorted((a, b) => codeOfRefreshType[a] - codeOfRefreshType[b]);

const codeOfPurgeMode = { delete: 0, expire: 1 } as const satisfies Record<PurgeMode, number>;
const purgeModesByCode: readonly PurgeMode[] = purgeModes.toSorted((a, b) => codeOfPurgeMode[a] - codeOfPurgeMode[b]);

const codeOfReason = {
  connect: 1,
  dns: 2,
  tls: 3,
  timeout: 4,
  http_status: 5,
  truncated: 6,
  protocol: 7,
  redirect: 8,
  uncacheable: 9,
  unsupported: 10,
  removed: 11,
  cancelled: 12,
  internal: 13,
  unverified: 14,
} as const satisfies Record<Reason, number>;
const reasonsByCode = new Map<number, Reason>(reasons.map((reason) => [codeOfReason[reason], reason]));

const codeOfVerdict = { 'hit-proven': 1, 'stored-likely': 2, uncacheable: 3, unknown: 4 } as const satisfies Record<Verdict, number>;
const verdictsByCode = new Map<number, Verdict>(verdicts.map((verdict) => [codeOfVerdict[verdict], verdict]));

const codeOfNodeState = { ready: 0, away: 1, purging: 2, warming: 3 } as const satisfies Record<NodeRecord['state'], number>;
const nodeStatesByCode = ['ready', 'away', 'purging', 'warming'] as const satisfies readonly NodeRecord['state'][];

const codeOfDeliveryState = { waiting: 0, delivered: 1, failed: 2, dropped: 3 } as const satisfies Record<DeliveryState, number>;
const deliveryStatesByCode: readonly DeliveryState[] = deliveryStates.toSorted((a, b) => codeOfDeliveryState[a] - codeOfDeliveryState[b]);

export function statusCode(status: Status): number {
  return codeOfStatus[status];
}

export function statusOf(code: number): Status {
  return statusesByCode[code] ?? unreadable('status', code);
}

export function kindCode(kind: TaskKind): number {
  return codeOfKind[kind];
}

export function kindOf(code: number): TaskKind {
  return kindsByCode[code] ?? unreadable('kind', code);
}

export function refreshTypeCode(type: RefreshType): number {
  return codeOfRefreshType[type];
}

export function refreshTypeOf(code: number): RefreshType {
  return refreshTypesByCode[code] ?? unreadable('refresh type', code);
}

export function purgeModeCode(mode: PurgeMode): number {
  return codeOfPurgeMode[mode];
}

export function purgeModeOf(code: number): PurgeMode {
  return purgeModesByCode[code] ?? unreadable('purge mode', code);
}

export function countedCode(kind: CountedKind): number {
  return codeOfCounted[kind];
}

export function countedOf(code: number): CountedKind {
  return countedByCode[code] ?? unreadable('count', code);
}

export function reasonCode(reason: Reason): number {
  return codeOfReason[reason];
}

export function reasonOf(code: number): Reason {
  return reasonsByCode.get(code) ?? unreadable('reason', code);
}

export function verdictCode(verdict: Verdict): number {
  return codeOfVerdict[verdict];
}

export function verdictOf(code: number): Verdict {
  return verdictsByCode.get(code) ?? unreadable('verdict', code);
}

export function nodeStateCode(state: NodeRecord['state']): number {
  return codeOfNodeState[state];
}

export function nodeStateOf(code: number): NodeRecord['state'] {
  return nodeStatesByCode[code] ?? unreadable('node state', code);
}

export function deliveryStateCode(state: DeliveryState): number {
  return codeOfDeliveryState[state];
}

export function deliveryStateOf(code: number): DeliveryState {
  return deliveryStatesByCode[code] ?? unreadable('delivery state', code);
}

function unreadable(what: string, code: number): never {
  throw new StoreFault('corrupt', `The store holds ${what} ${code}, which no version of forewarm writes.`);
}
