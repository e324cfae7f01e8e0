import { summaryFields } from './api/actions/summaryfields.ts';
import { createApi } from './api/api.ts';
import type { Config } from './config/config.ts';
import { configDifference } from './config/difference.ts';
import { consoleFolder } from './consolefolder.ts';
import { AuditTrail, type AuditEntry } from './control/audit/audittrail.ts';
import { Callbacks } from './control/callbacks/callbacks.ts';
import { startControl } from './control/create.ts';
import { MadeKeys } from './control/keys/madekeys.ts';
import { createEngineWorkers } from './engine/worker-host.ts';
import { createOutbound } from './outbound/outbound.ts';
import { apiOptions, callbackOptions, controlOptions, engineOptions, hostPort, madeKeysOptions } from './partoptions.ts';
import { createThreadQueue } from './queue/thread.ts';
import { openSqliteStore } from './store/sqlite/open.ts';
import { createLogger, type Logger } from './telemetry/logger.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { version } from './version.ts';

/** A running server: API, control, store, queue and engine in this process. */
export type Served = {
  /** Where the API answers, such as `http://127.0.0.1:8460`. */
  address: string;
  /** Takes over domains, nodes, keys, projects and limits. Throws when it can't, and changes nothing then. */
  reload(config: Config): void;
  /** Takes no more work, lets running fetches end within `graceMs`, writes what is known. */
  stop(graceMs?: number): Promise<void>;
};

/** Below the 10 s after which most supervisors kill. */
const stopGraceMs = 8000;

/** Starts everything; rejects when something can't be started, with nothing left running. */
export async function serve(config: Config, log: Logger = createLogger(logOptions(config))): Promise<Served> {
  await using started = new AsyncDisposableStack();
  const metrics = createMetrics(version);
  const store = await openSqliteStore({ path: config.store.path, log });
  started.defer(() => store.close());
  const madeKeys = await MadeKeys.open({ store, log, options: madeKeysOptions(config) });
  const audit = new AuditTrail({ store, log, keepDays: config.audit.keepDays });
  started.defer(() => audit.stop());
  const outbound = createOutbound({ userAgent: `forewarm/${version}`, ...config.outbound });
  started.defer(() => outbound.close());
  // Before control, which ends tasks.
  const callbacks = await Callbacks.start({
    store,
    post: (order) => outbound.post(order),
    describe: summaryFields,
    log,
    options: callbackOptions(config),
    onResult: (result, count) => metrics.callbackEnded(result, count),
  });
  started.defer(() => callbacks.stop());
  const workers = createEngineWorkers(engineOptions(config, version));
  const queue = createThreadQueue({ workers, log });
  started.defer(() => queue.stop(0));
  const control = await startControl({
    store,
    queue,
    options: controlOptions(config),
    log,
    sitemapSource: outbound,
    onTaskEnded({ status }) {
      metrics.taskEnded(status);
      callbacks.look();
    },
  });
  started.defer(() => control.stop());
  const api = createApi({
    control,
    madeKeys,
    audit,
    callbacks,
    options: apiOptions(config, version),
    log,
    metricsText: () => metrics.text(),
    consoleFolder,
    observe: (action, retCode, durationMs) => metrics.observeCall(action, retCode, durationMs),
  });
  started.defer(() => api.close(0));
  metrics.readFrom({
    isReady: () => api.isReady(),
    nodes: () => control.nodes(),
    domains: () => control.domainLoads(),
    openUrls: () => store.countOpenUrls(),
    callbacks: () => callbacks.waiting(),
    onFault: (error) => log.error({ err: error }, 'a figure could not be read; /metrics goes without it'),
  });
  const address = await api.listen(hostPort(config.listen));
  log.info({ address, version, store: config.store.path, nodes: config.nodes.length, domains: config.domains.length }, 'serving');

  const running = started.move();
  let current = config;
  return {
    address,
    reload(next) {
      // The API's part first: it alone can refuse.
      api.reconfigure(apiOptions(next, version));
      workers.reconfigure(engineOptions(next, version));
      control.reconfigure(controlOptions(next));
      outbound.reconfigure(next.outbound);
      callbacks.reconfigure(callbackOptions(next));
      madeKeys.reconfigure(madeKeysOptions(next));
      audit.reconfigure(next.audit);
      audit.gather(reloadEntry(configDifference(current, next)));
      current = next;
      log.info({ nodes: next.nodes.length, domains: next.domains.length, keys: next.keys.length }, 'configuration reloaded');
    },
    async stop(graceMs = stopGraceMs) {
      log.info({ graceMs }, 'stopping');
      // Both at once: a long answer being read must not cost the fetches their time, nor they it.
      await Promise.all([api.close(graceMs), queue.stop(graceMs)]);
      await running.disposeAsync();
      log.info({}, 'stopped');
    },
  };
}

function reloadEntry(difference: readonly string[]): AuditEntry {
  const detail = difference.length === 0 ? 'nothing changed' : difference.join('; ');
  return { atMs: Date.now(), key: '', address: '', action: 'ConfigurationReload', project: '', retCode: 0, detail };
}

function logOptions({ log: { level, format } }: Config) {
  return { level, format: format ?? (process.stdout.isTTY ? 'pretty' : 'json') } as const;
}
