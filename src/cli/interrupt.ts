/** Ctrl-C, or SIGTERM, while a command waits. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Runs `work` with a signal that the first Ctrl-C aborts; a second one ends the process as usual. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Interrupted('interrupted'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
