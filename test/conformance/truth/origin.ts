import type { Behaviour, Exchange } from '../../../lab/behaviours.ts';
import { startOrigin, type Origin } from '../../../lab/origin.ts';
import type { Response } from './row.ts';

/** An origin that answers each path with the response that it was told, ranges and conditions included. */
export async function startTruthOrigin(): Promise<Origin> {
  return startOrigin({ otherwise: ({ response }) => void response.writeHead(404, { 'Cache-Control': 'no-store' }).end() });
}

export function answerOf({ status = 200, headers, sizeBytes = 1000, isChunked }: Response): Behaviour {
  return ({ request, response }: Exchange) => {
    const lines = headers.flatMap(splitLine);
    const send = (code: number, more: readonly string[], bodyBytes: number) =>
      void response.writeHead(code, [...lines, ...more]).end(request.method === 'HEAD' ? undefined : Buffer.alloc(bodyBytes, 'x'));
    if (status === 204 || (status === 200 && isUnchanged(request.headers, lines))) {
      response.writeHead(status === 204 ? 204 : 304, lines).end();
      return;
    }
    const range = status === 200 ? rangeOf(request.headers.range, sizeBytes) : undefined;
    if (range === undefined) {
      send(status, isChunked === true ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(sizeBytes)], sizeBytes);
      return;
    }
    const [first, last] = range;
    const partBytes = last - first + 1;
    send(206, ['Content-Range', `bytes ${first}-${last}/${sizeBytes}`, 'Content-Length', String(partBytes)], partBytes);
  };
}

function splitLine(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  const value = line.slice(colon + 1).trim();
  return [line.slice(0, colon), value.replace(/\{(\w+)\}/, (_, when: string) => dateIn(secondsTo[when] ?? 0))];
}

const secondsTo: Readonly<Record<string, number>> = { past: -3600, soon: 20, future: 3600 };

function dateIn(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toUTCString();
}

function isUnchanged(request: Exchange['request']['headers'], lines: readonly string[]): boolean {
  const etag = valueOf(lines, 'etag');
  if (request['if-none-match'] !== undefined) return request['if-none-match'] === etag;
  return request['if-modified-since'] !== undefined && valueOf(lines, 'last-modified') !== undefined;
}

function valueOf(lines: readonly string[], name: string): string | undefined {
  const at = lines.findIndex((line, index) => index % 2 === 0 && line.toLowerCase() === name);
  return at === -1 ? undefined : lines[at + 1];
}

function rangeOf(range: string | undefined, sizeBytes: number): [first: number, last: number] | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || Number(first) >= sizeBytes) return undefined;
  return [Number(first), Math.min(sizeBytes - 1, last === '' || last === undefined ? sizeBytes : Number(last))];
}
