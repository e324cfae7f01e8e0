import { arch, platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import { reservePort } from '../../lab/ports.ts';
import { startServer, type LabServer } from '../../lab/server.ts';
import { toolFile } from './tools.ts';

/** Restate and the worker of examples/workflows/restate, each a process that can be killed and started again. */
export class Restate implements AsyncDisposable {
  readonly server: LabServer;
  readonly worker: LabServer;
  readonly #ingress: string;
  readonly #stack: AsyncDisposableStack;

  constructor(server: LabServer, worker: LabServer, ingress: string, stack: AsyncDisposableStack) {
    this.server = server;
    this.worker = worker;
    this.#ingress = ingress;
    this.#stack = stack;
  }

  /** Starts a workflow and returns at once: `Accepted`, or `PreviouslyAccepted` when the key was seen before. */
  async start(key: string, urls: readonly string[]): Promise<unknown> {
    const response = await fetch(`${this.#ingress}/prefetch/${key}/run/send`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ urls }),
    });
    const { status }: { status?: unknown } = JSON.parse(await response.text());
    return status;
  }

  /** Waits for its end. `status` is HTTP's: 200, or that of the error in `body`. */
  async result(key: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#ingress}/restate/workflow/prefetch/${key}/attach`);
    return { status: response.status, body: await response.json() };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

const worker = fileURLToPath(new URL('../../examples/workflows/restate/worker.ts', import.meta.url));
const resolver = new URL('resolve.ts', import.meta.url).href;

export async function startRestate(workerEnv: Readonly<Record<string, string>>): Promise<Restate> {
  await using stack = new AsyncDisposableStack();
  const admin = stack.use(await reservePort());
  const fabric = stack.use(await reservePort());
  const server = stack.use(
    await startServer({
      name: 'restate',
      prepare: ({ folder, port }) =>
        Promise.resolve({
          command: toolFile(`@restatedev/restate-server-${platform()}-${arch()}/bin/restate-server`),
          args: ['--base-dir', folder, '--default-num-partitions', '1'],
          env: {
            RESTATE_NODE_NAME: 'lab',
            RESTATE_LISTEN_MODE: 'tcp',
            RESTATE_BIND_ADDRESS: `127.0.0.1:${fabric.port}`,
            RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${port}`,
            RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin.port}`,
            RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '128MB',
            RESTATE_DISABLE_TELEMETRY: 'true',
            DO_NOT_TRACK: '1',
          },
        }),
    }),
  );
  const lab = stack.use(
    await startServer({
      name: 'restate-worker',
      prepare: ({ port }) =>
        Promise.resolve({
          command: process.execPath,
          args: ['--import', resolver, worker],
          env: { ...workerEnv, PORT: String(port) },
        }),
    }),
  );
  await register(`http://127.0.0.1:${admin.port}`, lab.address);
  return new Restate(server, lab, server.address, stack.move());
}

/** Tells Restate where the worker is; while Restate is still coming up it is told again. */
async function register(admin: string, uri: string): Promise<void> {
  const deadlineMs = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${admin}/deployments`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ uri }),
    }).then(
      async (response) => (response.ok ? undefined : `${response.status}: ${await response.text()}`),
      (error: unknown) => String(error),
    );
    if (answer === undefined) return;
    if (Date.now() > deadlineMs) throw new Error(`Restate does not take the worker: ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
