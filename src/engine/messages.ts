import type { PauseScope } from '../tasks/pause.ts';
import type { Report, WorkItem } from '../tasks/work.ts';
import type { EngineLoad } from './load.ts';
import type { EngineOptions } from './options.ts';

/** From the host to the worker. */
export type ToWorker =
  | { readonly kind: 'accept'; readonly item: WorkItem }
  | { readonly kind: 'pause'; readonly scopes: readonly PauseScope[] }
  | { readonly kind: 'reconfigure'; readonly options: EngineOptions }
  /** What became of the last batch: taken, so the next may come, or not, so the same must come again. */
  | { readonly kind: 'taken' | 'refused' }
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'stop'; readonly graceMs: number };

/** From the worker to its host. */
export type FromWorker =
  | { readonly kind: 'reports'; readonly batch: readonly Report[] }
  | { readonly kind: 'loads'; readonly loads: ReadonlyMap<string, EngineLoad> }
  | { readonly kind: 'pong'; readonly id: number }
  | { readonly kind: 'stopped' };
