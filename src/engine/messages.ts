import type { PauseScope } from '../tasks/pause.ts';
import type { Report, WorkItem } from '../tasks/work.ts';
import type { DomainLoad, NodeLoad } from '../tasks/load.ts';
import type { Look, LookOrder } from '../tasks/look.ts';
import type { EngineOptions } from './options.ts';

/** From the host to the worker. */
export type ToWorker =
  | { readonly kind: 'accept'; readonly item: WorkItem }
  | { readonly kind: 'cancel'; readonly task: number }
  | { readonly kind: 'pause'; readonly scopes: readonly PauseScope[] }
  | { readonly kind: 'reconfigure'; readonly options: EngineOptions }
  /** What became of the last batch: taken, so the next may come, or not, so the same must come again. */
  | { readonly kind: 'taken' | 'refused' }
  | { readonly kind: 'look'; readonly id: number; readonly order: LookOrder }
  /** Nobody waits for it any more: it is not answered. */
  | { readonly kind: 'cancelLook'; readonly id: number }
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'stop'; readonly graceMs: number };

/** From the worker to its host. */
export type FromWorker =
  | { readonly kind: 'reports'; readonly batch: readonly Report[] }
  | { readonly kind: 'loads'; readonly loads: ReadonlyMap<string, NodeLoad>; readonly domainLoads: ReadonlyMap<string, DomainLoad> }
  | { readonly kind: 'looked'; readonly id: number; readonly looks: readonly Look[] }
  | { readonly kind: 'notLooked'; readonly id: number; readonly message: string }
  | { readonly kind: 'pong'; readonly id: number }
  | { readonly kind: 'stopped' };
