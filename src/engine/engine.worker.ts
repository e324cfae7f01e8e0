/**
 * The engine in a thread of its own, so that the API's answers never wait for it. Started by
 * worker-host.ts only. It ends with the process, or when the host terminates it: an exception that
 * nobody caught ends it too, and the host hears of that.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { LookOrder } from '../tasks/look.ts';
import { createEngine } from './engine.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { EngineOptions } from './options.ts';

/** Loads are promised to be at most a second old. */
const loadsEveryMs = 500;

if (parentPort === null) throw new Error('engine.worker runs as a worker thread only');
const port = parentPort;
const options: EngineOptions = workerData;
let lastBatch: PromiseWithResolvers<void> | undefined;
/** By the id of their messages. */
const looks = new Map<number, AbortController>();
let isTellingLoads = false;

const engine = createEngine(options, {
  report: (batch) => {
    tell({ kind: 'reports', batch });
    lastBatch = Promise.withResolvers();
    return lastBatch.promise;
  },
  loadsChanged: tellLoadsSoon,
});

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'accept':
      engine.accept(message.item);
      return;
    case 'cancel':
      engine.cancel(message.task);
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
    case 'look':
      void look(message.id, message.order);
      return;
    case 'cancelLook':
      looks.get(message.id)?.abort();
      return;
    case 'ping':
      tell({ kind: 'pong', id: message.id });
      return;
    case 'stop':
      void stop(message.graceMs);
  }
});

const loadsTimer = setInterval(tellLoads, loadsEveryMs);

function tellLoads(): void {
  tell({ kind: 'loads', loads: engine.loads(), domainLoads: engine.domainLoads() });
}

/** When forty nodes go down at once, that is told once. */
function tellLoadsSoon(): void {
  if (isTellingLoads) return;
  isTellingLoads = true;
  setImmediate(() => {
    isTellingLoads = false;
    tellLoads();
  });
}

async function look(id: number, order: LookOrder): Promise<void> {
  const controller = new AbortController();
  looks.set(id, controller);
  try {
    tell({ kind: 'looked', id, looks: await engine.look(order, controller.signal) });
  } catch (error) {
    if (!controller.signal.aborted) tell({ kind: 'notLooked', id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    looks.delete(id);
  }
}

async function stop(graceMs: number): Promise<void> {
  await engine.stop(graceMs);
  clearInterval(loadsTimer);
  tellLoads();
  tell({ kind: 'stopped' });
}

function tell(message: FromWorker): void {
  port.postMessage(message);
}
