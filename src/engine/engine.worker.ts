/**
 * The engine in a thread of its own, so that the API's answers never wait for it. Started by
 * worker-host.ts only. It ends with the process, or when the host terminates it: an exception that
 * nobody caught ends it too, and the host hears of that.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from './engine.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { EngineOptions } from './options.ts';

/** Loads are promised to be at most a second old. */
const loadsEveryMs = 500;

if (parentPort === null) throw new Error('engine.worker runs as a worker thread only');
const port = parentPort;
const options: EngineOptions = workerData;
let lastBatch: PromiseWithResolvers<void> | undefined;

const engine = createEngine(options, {
  report: (batch) => {
    tell({ kind: 'reports', batch });
    lastBatch = Promise.withResolvers();
    return lastBatch.promise;
  },
});

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'accept':
      engine.accept(message.item);
      return;
    case 'pause':
      engine.pause(message.scopes);
      return;
    case 'reconfigure':
      engine.reconfigure(message.options);
      return;
    case 'taken':
      lastBatch?.resolve();
      return;
    case 'refused':
      lastBatch?.reject(new Error('not taken'));
      return;
    case 'ping':
      tell({ kind: 'pong', id: message.id });
      return;
    case 'stop':
      void stop(message.graceMs);
  }
});

const loadsTimer = setInterval(() => tell({ kind: 'loads', loads: engine.loads() }), loadsEveryMs);

async function stop(graceMs: number): Promise<void> {
  await engine.stop(graceMs);
  clearInterval(loadsTimer);
  tell({ kind: 'loads', loads: engine.loads() });
  tell({ kind: 'stopped' });
}

function tell(message: FromWorker): void {
  port.postMessage(message);
}
