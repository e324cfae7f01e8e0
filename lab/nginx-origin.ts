import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { get } from './get.ts';
import { nginxCommand } from './nginx.ts';
import { startServer, type LabServer } from './server.ts';

export type NginxOriginOptions = {
  /** Path → content. A path that is not here answers 404, or with `bodyBytes`. */
  files?: Readonly<Record<string, string | Buffer>>;
  /** Every path without a file of its own answers with a body of this many bytes. */
  bodyBytes?: number;
  /** Sent with every answer; default `Cache-Control: public, max-age=86400`. */
  headers?: Readonly<Record<string, string>>;
};

export type OriginRequest = {
  endedAtS: number;
  method: string;
  /** The Host header. */
  host: string;
  /** Path and query as they came. */
  url: string;
  status: number;
  bodyBytes: number;
  userAgent: string;
};

/** A real nginx that serves files and writes down each request. */
export class NginxOrigin implements AsyncDisposable {
  readonly #server: LabServer;

  constructor(server: LabServer) {
    this.#server = server;
  }

  /** `http://127.0.0.1:PORT` */
  get address(): string {
    return this.#server.address;
  }
  get port(): number {
    return this.#server.port;
  }

  /** Puts new content at a path; the ETag and Last-Modified change with it. */
  async write(path: string, content: string | Buffer): Promise<void> {
    await writeContent(this.#server.folder, path, content);
  }

  /** Puts a file of zeros there that takes no room on the disk. */
  async writeSparse(path: string, sizeBytes: number): Promise<void> {
    await this.write(path, '');
    await truncate(join(this.#server.folder, 'files', path), sizeBytes);
  }

  /** Every request that ended so far, in the order of their ends. */
  async requests(): Promise<OriginRequest[]> {
    // nginx writes the line after the last byte: one more answer from its only worker says that the line is there.
    if (this.#server.process !== undefined) await get(this.address, 'lab', '/.lab/settled');
    const log = await readFile(logFile(this.#server.folder), 'utf8');
    return log
      .split('\n')
      .filter((line) => line !== '')
      .map(readLine);
  }

  /** How many requests for a path and query came, of one Host or of any. */
  async count(url: string, host?: string): Promise<number> {
    const requests = await this.requests();
    return requests.filter((request) => request.url === url && (host === undefined || request.host === host)).length;
  }

  /** Starts the log anew. */
  async forget(): Promise<void> {
    await this.requests();
    await truncate(logFile(this.#server.folder));
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** On the same port, with the same files and the log going on. */
  start(): Promise<void> {
    return this.#server.start();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}

export async function startNginxOrigin(options: NginxOriginOptions = {}): Promise<NginxOrigin> {
  const template = await readFile(fileURLToPath(new URL('nginx-origin.conf', import.meta.url)), 'utf8');
  const server = await startServer({
    name: 'nginx-origin',
    async prepare(place) {
      const { folder, port } = place;
      await mkdir(join(folder, 'files', '.lab'), { recursive: true });
      if (options.bodyBytes !== undefined) await writeFile(join(folder, 'files/.lab/body'), pattern(options.bodyBytes));
      // Written at the first start only: a later one must not undo `write`.
      const files = Object.entries(options.files ?? {});
      for (const [path, content] of files) await writeContent(folder, path, content, 'wx').catch(ignoreExisting);
      const values: Record<string, string> = { FOLDER: folder, PORT: String(port), HEADERS: headerLines(options.headers) };
      return nginxCommand(
        place,
        template.replaceAll(/\b(FOLDER|PORT|HEADERS)\b/g, (name) => values[name] ?? name),
      );
    },
  });
  return new NginxOrigin(server);
}

/** A line as `log_format` of nginx-origin.conf writes it. */
function readLine(line: string): OriginRequest {
  return JSON.parse(line);
}

function headerLines(headers: Readonly<Record<string, string>> = { 'Cache-Control': 'public, max-age=86400' }): string {
  return Object.entries(headers)
    .map(([name, value]) => `add_header ${name} ${JSON.stringify(value)} always;`)
    .join('\n');
}

function logFile(folder: string): string {
  return join(folder, 'access.log');
}

async function writeContent(folder: string, path: string, content: string | Buffer, flag = 'w'): Promise<void> {
  const file = join(folder, 'files', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { flag });
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function pattern(sizeBytes: number): Buffer {
  return Buffer.alloc(sizeBytes, 'forewarm lab body ');
}
