import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptedCoding } from './contentcoding.ts';
import { type ConsoleFile, type ConsoleFiles, indexName, mayBeCompressed, readConsoleFiles } from './files.ts';
import { consoleHeaders } from './headers.ts';

export const consolePath = '/console/';

const hourS = 3600;
const immutableS = 365 * 24 * hourS;

const unbuilt = `The console is not built here.

In a checkout of forewarm, build it and load this page again:

    cd console && npm ci && npm run build

The published package has it in it. All that it does can be done with the command line too: forewarm --help
`;

/** Answers what is asked for under /console/, from the folder of the built console. */
export class ConsolePage {
  readonly #folder: string;
  #files: Promise<ConsoleFiles | undefined> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `path` is what follows /console/, decoded. */
  async answer(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.headers(consoleHeaders);
    const files = await this.#read();
    if (files === undefined) return reply.code(404).header('Cache-Control', 'no-store').type('text/plain; charset=utf-8').send(unbuilt);
    const file = files.get(path) ?? (isAddress(path, request.headers.accept) ? files.get(indexName) : undefined);
    if (file === undefined) return reply.code(404).header('Cache-Control', 'no-store').type('text/plain').send('There is no such file.\n');
    return sendFile(file, request, reply);
  }

  /** Read when somebody first asks; while there is none, each time: it may be built meanwhile. */
  async #read(): Promise<ConsoleFiles | undefined> {
    this.#files ??= readConsoleFiles(this.#folder);
    try {
      const files = await this.#files;
      if (files === undefined) this.#files = undefined;
      return files;
    } catch (error) {
      this.#files = undefined;
      throw error;
    }
  }
}

/**
 * Whether it is an address within the page, such as `tasks/01K…`. One with a dot, such as `domains/cdn.example.com`, looks like
 * a file: then it is one for whoever asks for a page.
 */
function isAddress(path: string, accepted = ''): boolean {
  if (path.startsWith('assets/')) return false;
  return accepted.includes('text/html') || !path.slice(path.lastIndexOf('/') + 1).includes('.');
}

async function sendFile(file: ConsoleFile, { headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isCoded = mayBeCompressed(file);
  const coding = isCoded ? acceptedCoding(headers['accept-encoding']) : 'identity';
  const etag = coding === 'identity' ? file.etag : `${file.etag.slice(0, -1)}-${coding}"`;
  reply.headers({ 'Cache-Control': file.isImmutable ? `public, max-age=${immutableS}, immutable` : 'no-cache', ETag: etag });
  if (isCoded) reply.header('Vary', 'Accept-Encoding');
  if (isKnown(headers['if-none-match'], etag)) return reply.code(304).send();
  if (coding !== 'identity') reply.header('Content-Encoding', coding);
  return reply.type(file.mediaType).send(await file.bytes(coding));
}

/** RFC 9110 §13.1.2: compared weakly. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
}
