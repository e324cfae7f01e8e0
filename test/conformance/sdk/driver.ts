import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a driver makes its client; what an SDK has no setting for is ignored or worked around as its users must. */
export type ClientSettings = {
  baseUrl: string;
  publicKey: string;
  privateKey: string;
  projectId?: string;
  region?: string;
  /** The setting of the SDK's configuration. */
  maxRetries?: number;
  /** The setting of the SDK's configuration; default: 30. */
  timeoutS?: number;
  /** Java only: the request's own, since it does not heed the configuration's. */
  requestRetries?: number;
  /** Go has a field for it, Python needs a middleware, Java has nothing. */
  securityToken?: string;
  /** Go only: `json` for its JSON encoder. */
  encoder?: 'json';
};

export type Params = Readonly<Record<string, unknown>>;

export type SdkCall = {
  client: ClientSettings;
  action: string;
  params: Params;
  /** How often the one request object is sent; the last answer counts. */
  times: number;
  /** Through the SDK's call for any action, instead of the typed one. */
  generic: boolean;
};

/** The SDK's typed result as JSON. */
export type Answer = Readonly<Record<string, unknown>>;

/** What the SDK threw. */
export type Failure = { type: string; message: string; retCode: number | null; requestId: string | null };

/** Exactly one of answer, failure and lacking (it has no such action). */
export type SdkResult = {
  answer?: Answer;
  failure?: Failure;
  lacking?: string;
  elapsedMs: number;
};

/** A program of drivers/: takes calls as JSON lines on stdin and answers each with a JSON line, in order. */
export class Driver implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting: { resolve: (result: SdkResult) => void; reject: (error: Error) => void }[] = [];
  #stderr = '';

  constructor([program = '', ...args]: readonly string[]) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-8192)));
    this.#child.stdin?.on('error', (error) => this.#fail(error));
    this.#child.on('error', (error) => this.#fail(error));
    this.#child.on('close', (code) => this.#fail(new Error(`the driver ended with ${code}`)));
    if (this.#child.stdout === null) throw new Error('a driver without stdout');
    createInterface(this.#child.stdout).on('line', (line) => this.#waiting.shift()?.resolve(JSON.parse(line)));
  }

  call(call: SdkCall): Promise<SdkResult> {
    if (this.#child.exitCode !== null) return Promise.reject(new Error(`the driver has ended\n${this.#stderr}`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin?.write(`${JSON.stringify(call)}\n`);
    });
  }

  /** A driver ends with its input. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.pid === undefined) return;
    const ended = once(this.#child, 'close');
    this.#child.stdin?.end();
    await ended;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(`${error.message}\n${this.#stderr}`));
  }
}
