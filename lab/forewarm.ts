import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { createClient, type Client } from '../src/client/index.ts';
import { startServer, type LabServer } from './server.ts';

export type ForewarmOptions = {
  /** Entries of `nodes:` and `domains:` in forewarm.yaml. */
  nodes: readonly Readonly<Record<string, unknown>>[];
  domains: readonly Readonly<Record<string, unknown>>[];
  /** Other parts of forewarm.yaml, which win over the lab's own (listen, store, projects, keys). */
  more?: Readonly<Record<string, unknown>>;
  /** Default: `./forewarm` of the checkout, which becomes the server's process. */
  command?: readonly [string, ...string[]];
};

const checkoutCommand = [fileURLToPath(new URL('../forewarm', import.meta.url))] as const;

/** `forewarm serve` as a process of its own, with a fresh key pair and a folder for its configuration and database. */
export class LabForewarm implements AsyncDisposable {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Signs with the key pair above; of use again after a restart. */
  readonly client: Client;
  readonly #server: LabServer;
  readonly #keys: KeyPair;

  constructor(server: LabServer, keys: KeyPair) {
    this.#server = server;
    this.#keys = keys;
    this.publicKey = keys.publicKey;
    this.privateKey = keys.privateKey;
    this.client = createClient({ endpoint: server.address, ...keys });
  }

  /** `http://127.0.0.1:PORT` */
  get endpoint(): string {
    return this.#server.address;
  }
  get folder(): string {
    return this.#server.folder;
  }
  get configFile(): string {
    return configFile(this.#server.folder);
  }
  get storeFile(): string {
    return storeFile(this.#server.folder);
  }
  /** Undefined while it is stopped. */
  get pid(): number | undefined {
    return this.#server.process?.pid;
  }
  /** What a client reads from its environment. */
  get clientEnv(): Record<string, string> {
    return { FOREWARM_ENDPOINT: this.endpoint, FOREWARM_PUBLIC_KEY: this.publicKey, FOREWARM_PRIVATE_KEY: this.privateKey };
  }

  /** The end of what it logged since its last start. */
  log(): string {
    return this.#server.process?.output() ?? '';
  }
  /** Settles when its process ends, with exit code or signal. */
  exited(): Promise<number | NodeJS.Signals> {
    return this.#server.process?.exited ?? Promise.reject(new Error('forewarm is not running'));
  }
  signal(signal: NodeJS.Signals): void {
    this.#server.process?.kill(signal);
  }

  /** Writes another configuration; SIGHUP or a new start makes it count. */
  async configure(options: ForewarmOptions): Promise<void> {
    await writeConfig(this.#server, this.#keys, options);
  }
  /** SIGTERM, and resolves when it has ended. */
  stop(): Promise<void> {
    return this.#server.stop();
  }
  /** kill -9. */
  crash(): Promise<void> {
    return this.#server.crash();
  }
  /** Starts it again on the same port, with its configuration and database. */
  start(): Promise<void> {
    return this.#server.start();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}

type KeyPair = { publicKey: string; privateKey: string };

export async function startForewarm(options: ForewarmOptions): Promise<LabForewarm> {
  const keys = { publicKey: 'demo-public', privateKey: randomBytes(20).toString('hex') };
  const [command, ...before] = options.command ?? checkoutCommand;
  const configured = new Set<number>();
  const server = await startServer({
    name: 'forewarm',
    async prepare(place) {
      // Once per port: a start after `configure` must find what that wrote.
      if (!configured.has(place.port)) await writeConfig(place, keys, options);
      configured.add(place.port);
      return { command, args: [...before, 'serve', '--config', configFile(place.folder)] };
    },
  });
  return new LabForewarm(server, keys);
}

async function writeConfig(
  place: { folder: string; port: number },
  keys: KeyPair,
  { nodes, domains, more }: ForewarmOptions,
): Promise<void> {
  const config = {
    listen: `127.0.0.1:${place.port}`,
    store: `sqlite:${storeFile(place.folder)}`,
    projects: [{ id: 'org-main', name: 'Main', default: true }],
    keys: [keys],
    nodes,
    domains,
    ...more,
  };
  await writeFile(configFile(place.folder), stringify(config));
}

function configFile(folder: string): string {
  return join(folder, 'forewarm.yaml');
}

function storeFile(folder: string): string {
  return join(folder, 'data', 'forewarm.db');
}
