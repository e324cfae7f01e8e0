import { connect } from 'node:net';
import { makeFolder, type LabFolder } from './folder.ts';
import { reservePort, type ReservedPort } from './ports.ts';
import { startProcess, StartFailed, type LabProcess } from './process.ts';

/** How one kind of server is set up and run. */
export type Recipe = {
  /** For folders and errors. */
  name: string;
  /** Writes what the server reads into its folder. Called once per port that is tried, and again before a new start. */
  prepare(place: Place): Promise<Command>;
  /** Removes what a killed server leaves outside of its folder. */
  cleanUp?(place: Place): Promise<void>;
};

export type Place = { readonly folder: string; readonly port: number };

export type Command = {
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** What it prints once it serves; by default it is ready when its port takes connections. */
  readyLine?: string;
  stopSignal?: NodeJS.Signals;
};

/** A server of the lab: its port and folder stay the same from the first start until it is disposed of. */
export class LabServer implements AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  readonly #recipe: Recipe;
  readonly #reserved: ReservedPort;
  readonly #labFolder: LabFolder;
  #process: LabProcess | undefined;

  constructor(recipe: Recipe, reserved: ReservedPort, labFolder: LabFolder, process: LabProcess) {
    this.#recipe = recipe;
    this.#reserved = reserved;
    this.#labFolder = labFolder;
    this.#process = process;
    this.port = reserved.port;
    this.folder = labFolder.path;
  }

  /** `http://127.0.0.1:PORT` */
  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Undefined while it is stopped. */
  get process(): LabProcess | undefined {
    return this.#process;
  }

  /** Ends the server; what it keeps on disk stays. */
  async stop(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.stop();
  }

  /** Ends it as a power cut would: SIGKILL, with all of its children. What it keeps on disk stays. */
  async crash(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.end();
  }

  /** Starts it again on the same port, with the disk that it had. Does nothing while it runs. */
  async start(): Promise<void> {
    this.#process ??= await launch(this.#recipe, this);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // No good order is needed for what goes away: Squid would take 2 s, Traffic Server 1.
    await this.crash();
    await this.#recipe.cleanUp?.(this);
    await this.#labFolder[Symbol.asyncDispose]();
    this.#reserved[Symbol.dispose]();
  }
}

/** Starts a server on a free loopback port, in a fresh folder. */
export async function startServer(recipe: Recipe): Promise<LabServer> {
  for (let tries = 1; ; tries += 1) {
    const reserved = await reservePort();
    const labFolder = await makeFolder(recipe.name);
    try {
      const process = await launch(recipe, { folder: labFolder.path, port: reserved.port });
      return new LabServer(recipe, reserved, labFolder, process);
    } catch (error) {
      await labFolder[Symbol.asyncDispose]();
      reserved[Symbol.dispose]();
      if (tries >= 5 || !isPortTaken(error)) throw error;
    }
  }
}

async function launch(recipe: Recipe, place: Place): Promise<LabProcess> {
  const { readyLine, ...command } = await recipe.prepare(place);
  return startProcess({
    name: `${recipe.name} on port ${place.port}`,
    ...command,
    isReady: (output) => (readyLine === undefined || output.includes(readyLine)) && takesConnections(place.port),
  });
}

/** Whether somebody else was quicker to bind the port: nginx, Varnish, Squid and Node each in their own words. */
function isPortTaken(error: unknown): boolean {
  return error instanceof StartFailed && /address already in use|EADDRINUSE|could not get socket/i.test(error.output);
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
